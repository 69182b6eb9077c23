import { type ClauseId, type EpochMillis, unreachable } from '../../vocabulary/index.ts'
import { daysAfter, endOfDay } from '../calendar.ts'
import type { CompleteForm } from './form.ts'
import { ADMINISTRATOR, indirectPurposes } from './questions.ts'

/** What the check looks at: the form, and what the registers say of those it names. */
export type EligibilityFacts = {
  readonly form: CompleteForm
  readonly now: EpochMillis
  /** As our register has it; null: it knows none of that code. */
  readonly organisation: 'active' | 'suspended' | 'closed' | null
  readonly product: {
    readonly status: 'active' | 'suspended' | 'withdrawn'
    readonly supplierId: string
    readonly version: string | null
  } | null
  /** Codes of the regions of England. */
  readonly regionsKnown: readonly string[]
  /** Postcodes of the form's sites that do not lie in England. */
  readonly sitesOutside: readonly string[]
  /** Of a fresh application: accounts of the organisation with this product that have ended, and how their duties stand. */
  readonly ended: readonly { readonly id: string; readonly duties: 'met' | 'open' | 'unknown' }[]
  /** Whose account or application it is that the form names as the one before it. */
  readonly predecessor: 'none' | 'theirs' | 'not-theirs'
}

export const CHECK_NAMES = [
  'organisation-active',
  'product-not-suspended',
  'supplier-makes-product',
  'dspt-in-date',
  'purposes-direct',
  'within-england',
  'no-open-duties',
  'nothing-sold',
  'no-onward-sharing',
  'no-caching',
  'safety-evidence',
  'publication-reason',
] as const
export type CheckName = (typeof CHECK_NAMES)[number]

/** One check and how it went. `to-judge`: a person has to look, and says so on record. */
export type Check = {
  readonly name: CheckName
  readonly outcome: 'passed' | 'failed' | 'to-judge'
  /** What was found, in one sentence. */
  readonly finding: string
  readonly clauses: readonly ClauseId[]
  readonly whoCanFix: string
}

/** A toolkit status stands this long after its day: the next year's is often published late (sources, use 2.6). */
export const DSPT_GRACE_DAYS = 28
const REASON_LETTERS_MIN = 20
const OPERATOR = 'the operator'

/** Every check of eligibility, each with its outcome (sources, use 3.1). Pure. */
export const checkEligibility = (facts: EligibilityFacts): readonly Check[] =>
  CHECK_NAMES.map(name => ({ name, ...carryOut(name, facts) }))

type Found = Omit<Check, 'name'>

function carryOut(name: CheckName, facts: EligibilityFacts): Found {
  const { form, organisation, product } = facts
  switch (name) {
    case 'organisation-active':
      return found(
        organisation === 'active' ? 'passed' : 'failed',
        organisation === null
          ? 'The organisation is not in the register.'
          : `The organisation is ${organisation} in the register.`,
        ['AUP25-02'],
        OPERATOR,
      )
    case 'product-not-suspended':
      return found(
        product?.status === 'active' ? 'passed' : 'failed',
        product ? `The product is ${product.status}.` : 'The product is not in the register.',
        ['AUP25-40', 'AUP25-42'],
        'the supplier of the product',
      )
    case 'supplier-makes-product':
      return found(
        product?.supplierId === form.supplierId ? 'passed' : 'failed',
        product?.supplierId === form.supplierId
          ? 'The product is that supplier’s.'
          : 'The product is not one of that supplier’s.',
        ['AUP25-02'],
      )
    case 'dspt-in-date':
      return toolkit(facts)
    case 'purposes-direct': {
      const indirect = indirectPurposes(form)
      return found(
        indirect.length === 0 ? 'passed' : 'failed',
        indirect.map(one => one.what).join(' ') || 'Every purpose is direct care of a person.',
        ['AUP25-10', 'AUP25-11', 'AUP25-12'],
      )
    }
    case 'within-england':
      return withinEngland(facts)
    case 'no-open-duties':
      return duties(facts)
    case 'nothing-sold':
      return found(
        form.commercialModel === 'beyond-direct-care' ? 'failed' : 'passed',
        form.commercialModel === 'beyond-direct-care'
          ? 'Something is to be sold that is not in support of direct care.'
          : 'Nothing is sold beyond the support of direct care.',
        ['AUP25-14'],
      )
    case 'no-onward-sharing':
      return onwardSharing(form)
    case 'no-caching':
      return found(
        form.caching === 'none' ? 'passed' : 'to-judge',
        form.caching === 'none'
          ? 'Nothing is kept.'
          : 'Answers would be kept, which takes a signed derogation and a permission of its own before any is.',
        ['AUP25-25', 'AUP25-26', 'AUP18-20'],
      )
    case 'safety-evidence':
      return safety(facts)
    case 'publication-reason':
      return publication(form)
    default:
      return unreachable(name)
  }
}

const found = (
  outcome: Check['outcome'],
  finding: string,
  clauses: readonly ClauseId[],
  whoCanFix: string = ADMINISTRATOR,
): Found => ({ outcome, finding, clauses, whoCanFix })

function toolkit({ form, now }: EligibilityFacts): Found {
  const { dsptStatus, dsptUntil } = form
  const clauses: ClauseId[] = ['AUP25-45']
  const ends = endOfDay(dsptUntil)
  if (dsptStatus === 'not-met') return found('failed', 'The toolkit’s standards are not met.', clauses)
  if (now >= daysAfter(ends, DSPT_GRACE_DAYS)) {
    return found(
      'failed',
      `The toolkit status stood until ${dsptUntil}, and its days of grace are over.`,
      clauses,
    )
  }
  if (dsptStatus === 'approaching')
    return found('to-judge', 'The toolkit’s standards are being approached, not met.', clauses)
  if (now >= ends)
    return found('to-judge', `The toolkit status stood until ${dsptUntil}; it has days of grace.`, clauses)
  return found('passed', `The toolkit status is ${dsptStatus} until ${dsptUntil}.`, clauses)
}

function withinEngland({ form, regionsKnown, sitesOutside }: EligibilityFacts): Found {
  const strange =
    form.footprint === 'national' ? [] : (form.regionIds ?? []).filter(id => !regionsKnown.includes(id))
  const outside = form.footprint === 'sites' ? sitesOutside : []
  if (strange.length > 0)
    return found('failed', `These are not regions of England: ${strange.join(', ')}.`, ['AUP25-09'])
  if (outside.length > 0)
    return found('failed', `These sites are not in England: ${outside.join(', ')}.`, ['AUP25-09'])
  return found('passed', 'Its places are in England.', ['AUP25-09'])
}

/** Coming back is a fresh application that owns up to what went before, whose duties are done (AUP25-38). */
function duties({ ended, predecessor }: EligibilityFacts): Found {
  const clauses: ClauseId[] = ['AUP25-37', 'AUP25-38']
  const idsOf = (duties: 'open' | 'unknown') =>
    ended.flatMap(one => (one.duties === duties ? [one.id] : [])).join(', ')
  if (predecessor === 'not-theirs')
    return found('failed', 'The account or application before it is not one of the organisation.', clauses)
  if (ended.length > 0 && predecessor === 'none')
    return found(
      'failed',
      `It does not name what came before it: ${ended.map(({ id }) => id).join(', ')}.`,
      clauses,
    )
  if (idsOf('open') !== '')
    return found('failed', `Duties are still open after the end of ${idsOf('open')}.`, clauses)
  if (idsOf('unknown') !== '') {
    const what = `Whether the duties after the end of ${idsOf('unknown')} are met is not on record.`
    return found('to-judge', what, clauses)
  }
  return found('passed', 'No duties are open.', clauses)
}

function onwardSharing({ onwardSharing: sharing }: CompleteForm): Found {
  switch (sharing) {
    case 'none':
      return found('passed', 'Nothing is passed on.', ['AUP25-16'])
    case 'for-direct-care':
      return found('to-judge', 'Answers are passed on, for direct care.', ['AUP25-16'])
    case 'beyond-direct-care':
      return found('failed', 'Answers would be passed on for other ends than direct care.', ['AUP25-16'])
    default:
      return unreachable(sharing)
  }
}

/** The operator sees that evidence is there and in date, and never calls it safe: that is the organisation's (AUP25-24). */
function safety({ form, now, product }: EligibilityFacts): Found {
  const clauses: ClauseId[] = ['AUP25-22', 'AUP18-17']
  if (!form.publicDisplay) return found('passed', 'Nothing is shown to the public.', clauses)
  const evidence = form.safetyEvidence ?? []
  const fits = evidence.filter(one => one.productVersion === product?.version)
  if (fits.length === 0) {
    const version = product?.version ?? 'unknown'
    return found('failed', `No safety evidence is about version ${version} of the product.`, clauses)
  }
  return fits.some(one => now < endOfDay(one.expiresOn))
    ? found('passed', 'Safety evidence for that version of the product is held, and in date.', clauses)
    : found('failed', 'The safety evidence for that version of the product is out of date.', clauses)
}

function publication({ publication: wish, publicationReason: reason = '' }: CompleteForm): Found {
  const clauses: ClauseId[] = ['AUP25-60', 'AUP25-61']
  if (wish === 'publish') return found('passed', 'The connection may be published.', clauses)
  if (reason.trim().length < REASON_LETTERS_MIN)
    return found('failed', 'The reason against publication says too little.', clauses)
  return found(
    'to-judge',
    'It asks not to be published, which takes a permission of its own before first use.',
    clauses,
  )
}
