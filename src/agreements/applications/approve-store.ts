import type { Database } from '../../database/index.ts'
import type { FootprintFacts } from '../../policy/index.ts'
import { type Deed, purposeOf } from '../../vocabulary/index.ts'
import { inside } from '../../workflow/index.ts'
import type { AgreementTerms } from '../agreement.ts'
import { draftAgreement } from '../store.ts'
import { type CompleteForm, isComplete } from './form.ts'
import { takeStep } from './step-store.ts'
import { type ApplicationChange, changeApplication } from './store.ts'

export type Approval = {
  /** Of the organisation, the product and the environment that the application names. */
  readonly connectionId: string
  readonly agreementId: string
  /** Of the policy version in force: calendar months. */
  readonly termMonths: number
  /** The most that the policy lets anybody have. */
  readonly most: { readonly results: number; readonly distanceMetres: number }
  /** Where it said it would ask and how much; read from the same form (footprint.ts). */
  readonly footprint: FootprintFacts
}

/** Says yes, and drafts the agreement in the words of the form (AUP18-30: use agreed beforehand). */
export const approveApplication = (
  database: Database,
  id: string,
  approval: Approval,
  deed: Deed,
): Promise<ApplicationChange> =>
  changeApplication(database, id, (query, held) => {
    const { connectionId, agreementId, termMonths, most, footprint } = approval
    const secondPerson = deed.approvedBy ?? null
    return takeStep(query, held, 'approve', deed, {
      context: { secondPerson },
      set: { connectionId, decided: { at: deed.at, by: deed.who, secondPerson } },
      after: { connectionId, agreementId },
      beside: async () => {
        if (!isComplete(held.form)) throw new Error(`The application ${id} is in review with an open form.`)
        const terms = termsOf(held.form, most)
        const draft = { id: agreementId, connectionId, ...terms, footprint, from: deed.at, until: null }
        const origin = { applicationId: id, termMonths }
        const drafted = await draftAgreement(inside(database, query), draft, deed, origin)
        if (drafted !== 'drafted') throw new Error(`The agreement ${agreementId} is there already.`)
      },
    })
  })

/** What an agreement allows that gives the applicant what they asked for, within what the policy lets anybody have. */
export function termsOf(
  form: CompleteForm,
  most: Approval['most'],
): Omit<AgreementTerms, 'id' | 'from' | 'until'> {
  const roles = form.endUserRoles ?? []
  return {
    useCase: form.useCase,
    purposes: form.purposes.flatMap(code => {
      const purpose = purposeOf(code)
      return purpose?.kind === 'direct' ? [purpose.code] : []
    }),
    audience: form.publicDisplay ? 'public' : 'professional',
    regions: form.footprint === 'national' ? 'national' : (form.regionIds ?? []),
    typeIds: form.allTypes ? null : (form.typeIds ?? []),
    resultsMax: Math.min(form.resultsMax, most.results),
    distanceMetresMax: Math.min(form.distanceMetresMax, most.distanceMetres),
    volume: { perMinute: form.perMinute, perDay: form.perDay },
    lookUps: form.declaredLookUps ? 'declared' : 'follow-up',
    origins: form.rawCoordinates ? 'any' : 'postcode-or-town',
    serviceIds: form.directoryIds === true ? 'directory' : 'handles',
    ...(form.listMembers ? { listMembers: form.listMembers } : {}),
    userRoles: roles.length > 0 ? roles : null,
  }
}
