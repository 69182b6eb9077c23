import { type AgreementFacts, FOOTPRINT_CLASSES, type FootprintFacts } from '../../policy/index.ts'
import type { ClauseId } from '../../vocabulary/index.ts'
import type { ApplicationForm, FormMember } from './form.ts'
import { FORM_MEMBERS, QUESTIONS } from './questions.ts'

/** What the register says of the connection an agreement is for. */
export type ConnectionNames = {
  readonly productId: string
  readonly supplierId: string
  readonly environment: 'production' | 'integration'
}

/**
 * The form with which a change of use or a renewal begins: what was applied for, brought up to what was agreed in the
 * end; where there was no application, what was agreed alone. At a renewal, answers that age are open again.
 */
export function formOfChild(
  kind: 'change-of-use' | 'renewal',
  agreement: AgreementFacts,
  connection: ConnectionNames,
  before: ApplicationForm | null,
): ApplicationForm {
  const { productId, supplierId, environment } = connection
  const { regions, typeIds, volume, userRoles } = agreement
  const national = regions === 'national'
  const form: ApplicationForm = {
    ...before,
    productId,
    supplierId,
    environment,
    useCase: agreement.useCase,
    purposes: [...agreement.purposes],
    publicDisplay: agreement.audience === 'public',
    footprint: national ? 'national' : before?.footprint === 'sites' ? 'sites' : 'regions',
    ...(national ? {} : { regionIds: [...regions] }),
    allTypes: typeIds === null,
    ...(typeIds === null ? {} : { typeIds: [...typeIds] }),
    perMinute: volume.perMinute,
    perDay: volume.perDay,
    resultsMax: agreement.resultsMax,
    distanceMetresMax: agreement.distanceMetresMax,
    declaredLookUps: agreement.lookUps === 'declared',
    rawCoordinates: agreement.origins === 'any',
    directoryIds: agreement.serviceIds !== 'handles',
    ...(agreement.listMembers ? { listMembers: [...agreement.listMembers] } : {}),
    ...(userRoles ? { endUserRoles: [...userRoles] } : {}),
    ...(agreement.footprint ? footprintAnswers(agreement.footprint) : {}),
  }
  delete form.predecessorId
  if (kind === 'renewal') {
    for (const member of FORM_MEMBERS) if (QUESTIONS[member].anew) delete form[member]
  }
  return form
}

/** Sites are carried over as they were applied for: the agreement holds only the square of each. */
function footprintAnswers(footprint: FootprintFacts): Pick<ApplicationForm, 'expectedPerDay' | 'useLike'> {
  const useLike = FOOTPRINT_CLASSES.find(one => one === footprint.class)
  return { expectedPerDay: footprint.volumePerDay, ...(useLike ? { useLike } : {}) }
}

/** One item of a review, in the way of a FHIR QuestionnaireResponse: the question, and the answer carried over. */
export type ReviewItem = {
  readonly linkId: FormMember
  readonly text: string
  readonly clauses: readonly ClauseId[]
  /** JSON where it is not plain text; null: open. */
  readonly answer: string | null
}

/** Every question a form has to answer, with the answer it has. */
export const reviewItems = (form: ApplicationForm): readonly ReviewItem[] =>
  FORM_MEMBERS.flatMap(linkId => {
    const { text, clauses, when } = QUESTIONS[linkId]
    const answer = form[linkId]
    if (answer === undefined && when?.(form) === false) return []
    const plain = typeof answer === 'string' ? answer : JSON.stringify(answer)
    return [{ linkId, text, clauses, answer: answer === undefined ? null : plain }]
  })
