import type { ClauseId } from '../../vocabulary/index.ts'
import { purposeOf } from '../../vocabulary/index.ts'
import type { Unmet } from '../../workflow/index.ts'
import type { ApplicationForm, FormMember } from './form.ts'
import { type Attestation, PROMISE_NAMES, promiseNeeded, promiseOf, stands } from './promises.ts'

type FormQuestion = {
  readonly text: string
  readonly clauses: readonly ClauseId[]
  /** When it has to be answered; always, unless said. */
  readonly when?: (form: ApplicationForm) => boolean
  /** At a renewal it is answered anew, not carried over. */
  readonly anew?: true
}

const publicDisplay = (form: ApplicationForm): boolean => form.publicDisplay === true
const never = (): boolean => false

/** Every question of the form, in the order in which they are asked, with the clauses they come from. */
export const QUESTIONS: Readonly<Record<FormMember, FormQuestion>> = {
  productId: { text: 'Which product is used?', clauses: ['AUP25-02'] },
  supplierId: { text: 'Who makes it?', clauses: ['AUP25-02'] },
  environment: { text: 'Where is it to work?', clauses: ['AUP25-04'] },
  useCase: { text: 'What is it for, in plain words?', clauses: ['AUP25-10', 'AUP18-10'] },
  purposes: { text: 'Which purposes of direct care does it serve?', clauses: ['AUP25-10', 'AUP25-11'] },
  endUserKinds: { text: 'Who uses it?', clauses: ['AUP25-03'] },
  endUserRoles: {
    text: 'In which professional roles do people use it?',
    clauses: ['AUP25-17'],
    when: form => form.endUserKinds?.some(kind => kind !== 'the-public') === true,
  },
  endUserCount: { text: 'How many use it?', clauses: ['AUP25-03', 'AUP25-28'] },
  publicDisplay: { text: 'Do members of the public see what is found?', clauses: ['AUP25-20', 'AUP18-12'] },
  footprint: { text: 'Where are people cared for?', clauses: ['AUP25-09', 'AUP25-28'] },
  regionIds: {
    text: 'Which regions does it work in?',
    clauses: ['AUP25-06', 'AUP25-09'],
    when: form => form.footprint === 'regions' || form.footprint === 'sites',
  },
  sites: {
    text: 'At which sites does it work?',
    clauses: ['AUP25-09', 'AUP25-28'],
    when: form => form.footprint === 'sites',
  },
  allTypes: { text: 'Is every service type needed?', clauses: ['AUP25-28'] },
  typeIds: {
    text: 'Which service types are needed?',
    clauses: ['AUP25-28'],
    when: form => form.allTypes === false,
  },
  perMinute: { text: 'How many questions in the busiest minute?', clauses: ['AUP25-28'] },
  perDay: { text: 'How many questions in a day?', clauses: ['AUP25-28'] },
  expectedPerDay: {
    text: 'About how many searches on an ordinary day?',
    clauses: ['AUP25-28'],
    when: never,
  },
  useLike: { text: 'Which kind of use is it most like?', clauses: ['AUP25-28'], when: never },
  resultsMax: { text: 'How many services does an answer need to hold?', clauses: ['AUP25-28'] },
  distanceMetresMax: { text: 'How far does a search need to reach?', clauses: ['AUP25-08', 'AUP25-28'] },
  declaredLookUps: { text: 'Are services looked up by code as a use of its own?', clauses: ['AUP25-08'] },
  rawCoordinates: { text: 'Must searches start from bare coordinates?', clauses: ['AUP25-08', 'AUP25-28'] },
  directoryIds: {
    text: 'Is an interface used that knows services by their directory ids (DoS REST, SOAP, capacity, FHIR)?',
    clauses: ['AUP25-28'],
    when: never,
  },
  listMembers: {
    text: 'Which members of each service does a list need to hold?',
    clauses: ['AUP25-28'],
    when: never,
  },
  caching: { text: 'Do answers need to be kept for any time?', clauses: ['AUP25-25', 'AUP18-20'] },
  cachingPattern: {
    text: 'What would be kept, where, for how long and why?',
    clauses: ['AUP25-25', 'AUP18-20'],
    when: form => form.caching === 'pattern',
  },
  onwardSharing: { text: 'Are answers passed on?', clauses: ['AUP25-16'] },
  onwardSharingDetail: {
    text: 'With whom are answers shared, and why?',
    clauses: ['AUP25-16'],
    when: form => form.onwardSharing !== undefined && form.onwardSharing !== 'none',
  },
  safetyEvidence: {
    text: 'Which clinical safety documents does it rest on?',
    clauses: ['AUP25-22', 'AUP18-17'],
    when: publicDisplay,
    anew: true,
  },
  safetyOfficerName: {
    text: 'Who is the clinical safety officer?',
    clauses: ['AUP25-22', 'AUP18-17'],
    when: publicDisplay,
  },
  safetyOfficerRegistration: {
    text: 'With whom is the clinical safety officer registered, under which number?',
    clauses: ['AUP25-22', 'AUP18-17'],
    when: publicDisplay,
  },
  dsptStatus: {
    text: 'What is the status in the Data Security and Protection Toolkit?',
    clauses: ['AUP25-45'],
    anew: true,
  },
  dsptUntil: { text: 'Until which day does that status stand?', clauses: ['AUP25-45'], anew: true },
  commercialModel: { text: 'What is charged for?', clauses: ['AUP25-14'] },
  commercialDetail: {
    text: 'What exactly is charged for?',
    clauses: ['AUP25-14'],
    when: form => form.commercialModel === 'product-for-direct-care',
  },
  publication: { text: 'May the connection be in the published list?', clauses: ['AUP25-60', 'AUP25-61'] },
  publicationReason: {
    text: 'Why should it not be in the published list?',
    clauses: ['AUP25-61'],
    when: form => form.publication === 'withhold',
  },
  technicalContact: { text: 'Whom to ask about the software?', clauses: ['AUP25-46'] },
  serviceContact: { text: 'Whom to ask about the service?', clauses: ['AUP25-46'] },
  informationGovernanceContact: {
    text: 'Whom to ask about information governance?',
    clauses: ['AUP25-46', 'AUP25-59'],
  },
  clinicalSafetyContact: { text: 'Whom to ask about clinical safety?', clauses: ['AUP25-24', 'AUP25-46'] },
  securityContact: { text: 'Whom to tell of a security matter?', clauses: ['AUP25-46'] },
  predecessorId: {
    text: 'Is this a return after an end? Of which account or application?',
    clauses: ['AUP25-38'],
    when: never,
  },
}

export const FORM_MEMBERS: readonly FormMember[] = Object.keys(QUESTIONS).filter(isFormMember)

export function isFormMember(name: string): name is FormMember {
  return Object.hasOwn(QUESTIONS, name)
}

export const ADMINISTRATOR = 'an administrator of the organisation'

const isAnswered = (answer: unknown): boolean =>
  answer !== undefined && (!Array.isArray(answer) || answer.length > 0)

/** Everything an application still lacks before it can be submitted, not only the first thing. Pure. */
export function missingOf(form: ApplicationForm, attestations: readonly Attestation[]): readonly Unmet[] {
  const answers = FORM_MEMBERS.flatMap((member): Unmet[] => {
    const { text, clauses, when } = QUESTIONS[member]
    if (isAnswered(form[member]) || when?.(form) === false) return []
    return [{ what: `${member}: ${text}`, clauses, whoCanFix: ADMINISTRATOR }]
  })
  const promises = PROMISE_NAMES.flatMap((name): Unmet[] => {
    if (!promiseNeeded(name, form) || stands(name, form, attestations)) return []
    const { by, clauses } = promiseOf(name)
    const whoCanFix = `in the organisation: ${by.join(' or ')}`
    return [{ what: `The promise ${name} has not been made as things now stand.`, clauses, whoCanFix }]
  })
  return [...answers, ...indirectPurposes(form), ...promises]
}

/** Purposes named that are not direct care: none of them can be granted, by whomever (AUP25-12). */
export function indirectPurposes({ purposes = [] }: ApplicationForm): Unmet[] {
  return purposes.flatMap(code => {
    const purpose = purposeOf(code)
    if (purpose?.kind === 'direct') return []
    const what = `${code}${purpose ? ` (${purpose.title})` : ''} is not direct care of a person, and cannot be granted.`
    return [{ what, clauses: ['AUP25-10', 'AUP25-12'], whoCanFix: ADMINISTRATOR }]
  })
}
