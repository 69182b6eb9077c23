export { type Act, type Entity, readActs, readActsBy, recordAct } from './act-store.ts'
export {
  type Due,
  type DueHandler,
  inside,
  readDue,
  schedule,
  unschedule,
  workThroughDue,
} from './due-store.ts'
export {
  type Claim,
  claimRequest,
  endRequest,
  forgetRequests,
  KEYED_REQUEST_MILLIS,
  type KeyedRequest,
} from './keyed-request-store.ts'
export { legalEvents, type Machine, type Step, step, type Transition, type Unmet } from './machine.ts'
export {
  type Proposal,
  type ProposalDraft,
  propose,
  readOpenProposals,
  readProposal,
  settleProposal,
} from './proposal-store.ts'
