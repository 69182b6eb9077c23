export {
  type Application,
  type AskedQuestion,
  decisionDueAt,
  type GivenReview,
  isOwnCause,
  missing,
  neededReviews,
  PERIODS,
  reviewDueAt,
} from './application.ts'
export { type Approval, approveApplication } from './approve-store.ts'
export { type ConnectionNames, formOfChild, type ReviewItem, reviewItems } from './child.ts'
export { refuseApplication, withdrawApplication } from './close-store.ts'
export { applicationDueHandlers } from './due.ts'
export { CHECK_NAMES, type Check, checkEligibility, type EligibilityFacts } from './eligibility.ts'
export { type PointOf, type ReadFootprint, readFootprint } from './footprint.ts'
export { ApplicationForm, type CompleteForm, type FormMember, formHash, isComplete } from './form.ts'
export { APPLICATION_STATES, type ApplicationState, REVIEW_STATES, type ReviewEvent } from './machine.ts'
export { PROMISE_NAMES, type PromiseName, promiseNeeded, promiseOf, stands } from './promises.ts'
export { answerQuestion, askQuestion } from './question-store.ts'
export { FORM_MEMBERS, indirectPurposes, isFormMember, QUESTIONS } from './questions.ts'
export { type ApplicationFilter, readApplication, readApplications } from './read-store.ts'
export { giveReview, handOverReview, passToReview } from './review-store.ts'
export {
  type ApplicationChange,
  type ApplicationDraft,
  attest,
  createApplication,
  noteChecks,
  noteLive,
  saveForm,
  submitApplication,
} from './store.ts'
