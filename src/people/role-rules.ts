import { type Actor, type HeldRole, holds, ROLES, type Role, type Scope } from '../vocabulary/index.ts'
import type { Unmet } from '../workflow/index.ts'
import type { Person } from './person-store.ts'

/** Who gives which role, and what it takes (sources, use 3). */
type Rule = {
  /** Any of these; a role of an organisation's own, for that organisation. */
  readonly by: readonly Role[]
  /** A second person, who decides, must agree (★). */
  readonly takesTwo: boolean
  /** Proof that the organisation gave the authority, by reference. */
  readonly takesEvidence: boolean
}

const PLAIN = { takesTwo: false, takesEvidence: false } as const
const BY_OPERATOR: Rule = { by: ['access-manager'], takesTwo: true, takesEvidence: false }

const GRANT_RULES: Readonly<Record<Role, Rule>> = {
  'individual-end-user': { by: ['euo-admin'], ...PLAIN },
  // The operator gives an organisation its first administrator, and a later one only with a second person.
  'euo-admin': { by: ['euo-admin', 'access-manager'], ...PLAIN },
  'euo-signatory': { by: ['access-manager'], takesTwo: false, takesEvidence: true },
  'clinical-safety-officer': { by: ['access-manager'], takesTwo: false, takesEvidence: true },
  'supplier-admin': { by: ['access-manager'], ...PLAIN },
  // A provider's person, whom the lead knows who answers for the entry (sources, DoS 5.4: `userservices`).
  'service-editor': { by: ['dos-lead', 'access-manager'], ...PLAIN },
  'dos-lead': BY_OPERATOR,
  'access-manager': BY_OPERATOR,
  'compliance-reviewer': BY_OPERATOR,
  'decision-owner': BY_OPERATOR,
  'ig-officer': BY_OPERATOR,
  auditor: BY_OPERATOR,
}

/** Who agrees as second person. */
export const SECOND_PERSON: readonly Role[] = ['decision-owner']

export const takesTwo = (role: Role): boolean => GRANT_RULES[role].takesTwo

export type GrantQuestion = {
  readonly actor: Actor
  readonly personId: string
  readonly role: Role
  readonly scope: Scope
  /** What the person's authority rests on, as a reference; null: none given. */
  readonly evidence: string | null
  /** The second person, where one has agreed. */
  readonly approvedBy: string | null
  /** Whether the organisation of that scope has, or ever had, an administrator; of no weight for other roles. */
  readonly hasAdministrator: boolean
  /** Whether the actor is DoS Lead of the region of that scope, a service; of no weight for other scopes. */
  readonly leads: boolean
}

export type GrantVerdict =
  | { readonly outcome: 'may'; readonly as: Role }
  | { readonly outcome: 'own-cause' }
  /** None of the actor's roles reaches that far; what lies there is not theirs to know of. */
  | { readonly outcome: 'not-theirs' }
  | { readonly outcome: 'unmet'; readonly unmet: readonly Unmet[] }

/** Whether somebody may give somebody a role. Pure. */
export function judgeGrant(question: GrantQuestion): GrantVerdict {
  const { actor, personId, role, scope, evidence, approvedBy, leads } = question
  if (actor.personId === personId || approvedBy === personId) return { outcome: 'own-cause' }
  const rule = GRANT_RULES[role]
  const as = rule.by.find(one => reaches(actor, one, scope, leads))
  if (!as) return { outcome: 'not-theirs' }
  const unmet: Unmet[] = []
  if (rule.takesTwo && approvedBy === null) {
    unmet.push({
      what: `The role ${role} takes a second person who agrees.`,
      clauses: ['AUP18-03'],
      whoCanFix: 'a decision owner',
    })
  }
  if (rule.takesEvidence && evidence === null) {
    unmet.push({
      what: `The role ${role} takes evidence that the organisation gave this person the authority.`,
      clauses: ['AUP25-02'],
      whoCanFix: 'the organisation, through its administrator',
    })
  }
  // Else an access manager could see the administrators off and put a puppet in their place, alone.
  if (role === 'euo-admin' && as === 'access-manager' && question.hasAdministrator && approvedBy === null) {
    unmet.push({
      what: 'The organisation has had its first administrator; from then on its administrators give this role, or the operator does with a second person who agrees.',
      clauses: ['AUP25-18', 'AUP18-03'],
      whoCanFix: 'an administrator of the organisation, or "role appoint" where it has none left',
    })
  }
  return unmet.length > 0 ? { outcome: 'unmet', unmet } : { outcome: 'may', as }
}

/**
 * The role in which somebody may end a role: whoever could give it, and the operator any but of a cause of their own.
 * One's own role may be laid down. Undefined: none.
 * @param leads whether the actor is DoS Lead of the region of the scope, a service
 */
export function mayEnd(
  actor: Actor,
  personId: string,
  which: Pick<HeldRole, 'role' | 'scope'>,
  leads: boolean,
): Role | 'holder' | undefined {
  if (actor.personId === personId) return 'holder'
  if (holds(actor, 'access-manager')) return 'access-manager'
  return GRANT_RULES[which.role].by.find(one => reaches(actor, one, which.scope, leads))
}

/** The operator's roles reach everywhere; an organisation's only to itself, a lead's to the services of the region. */
const reaches = (actor: Actor, by: Role, scope: Scope, leads: boolean): boolean => {
  if (ROLES[by].scope === 'operator') return holds(actor, by)
  if (scope.kind === 'service') return by === 'dos-lead' && leads && holds(actor, by)
  return scope.kind === ROLES[by].scope && holds(actor, by, [scope.id])
}

/** Roles an administrator of an organisation gives and takes, and whose holders they may therefore manage. */
const ADMINISTERED: readonly Role[] = ['individual-end-user', 'euo-admin']

/**
 * The role in which somebody may lock, release, recover or see off a person: the operator anybody, an administrator
 * those their own organisation brought in who hold nothing beyond what administrators give. Whoever recovers another
 * can sign in as them; so nobody gains a role that way which they could not have given. Undefined: none.
 * @param roles what the person holds now or is to hold
 */
export function mayManage(
  actor: Actor,
  person: Pick<Person, 'id' | 'homeOdsCode'>,
  roles: readonly HeldRole[],
): 'access-manager' | 'euo-admin' | undefined {
  if (holds(actor, 'access-manager')) return 'access-manager'
  const home = person.homeOdsCode
  if (home === null || !holds(actor, 'euo-admin', [home])) return undefined
  const within = roles.every(
    ({ role, scope }) =>
      ADMINISTERED.includes(role) && scope.kind === 'organisation' && holds(actor, 'euo-admin', [scope.id]),
  )
  return within ? 'euo-admin' : undefined
}

/** Whether recovering somebody takes a second person: else one access manager could sign in as any of the others. */
export const recoveryTakesTwo = (roles: readonly HeldRole[]): boolean =>
  roles.some(({ role }) => takesTwo(role))
