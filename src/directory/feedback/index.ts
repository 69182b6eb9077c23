export {
  ALIKE_MAX,
  type FeedbackChange,
  type FeedbackTaken,
  moveFeedback,
  receiveFeedback,
} from './feedback.ts'
export {
  FEEDBACK,
  FEEDBACK_EVENTS,
  FEEDBACK_STATES,
  type FeedbackEvent,
  type FeedbackState,
  OPEN_FEEDBACK,
} from './feedback-machine.ts'
export {
  alikeTo,
  type Feedback,
  type FeedbackContent,
  type FeedbackFilter,
  type FeedbackGroup,
  listFeedback,
  listFeedbackOf,
  readFeedback,
} from './feedback-store.ts'
export { mayGive, REJECT_REASONS, type RejectReason, rejectReasonById } from './reject-reasons.ts'
