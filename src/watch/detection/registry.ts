import type { Catalogue } from './catalogue.ts'
import { type Breadth, limitsFor } from './limits.ts'
import { organisationClass } from './reached.ts'
import type { Reference } from './reference.ts'
import { createState, expectationOf, type Subject, type SubjectState } from './subject.ts'
import type { WatchedAccount } from './types.ts'

/** Who is watched: accounts, and organisations with more than one. */
export type Registry = {
  readonly account: (name: string) => WatchedAccount | undefined
  readonly subject: (account: string) => Subject | undefined
  /** The organisation as one subject; null while it has a single account. */
  readonly union: (organisation: string) => Subject | null
  readonly members: (organisation: string) => Subject[]
  readonly put: (account: WatchedAccount) => void
  readonly remove: (account: string) => void
  /** What is known of all, and putting it back; whoever is not in it starts anew. */
  readonly states: () => { accounts: [string, SubjectState][]; organisations: [string, SubjectState][] }
  readonly reset: (
    accounts: ReadonlyMap<string, SubjectState>,
    organisations: ReadonlyMap<string, SubjectState>,
  ) => void
}

type Union = { readonly members: Set<string>; subject: Subject | null }

export function createRegistry(
  catalogue: Catalogue,
  reference: Reference,
  accounts: readonly WatchedAccount[],
  strictness: number,
): Registry {
  const known = new Map<string, WatchedAccount>()
  const subjects = new Map<string, Subject>()
  const unions = new Map<string, Union>()
  const limits = new Map<string, Float64Array>()

  const subjectOf = (
    scope: 'account' | 'organisation',
    members: readonly WatchedAccount[],
    state: SubjectState,
  ): Subject | null => {
    const [first] = members
    if (!first) return null
    const local = members.every(({ footprint }) => !footprint.national && footprint.sites.length > 0)
    const ofClass = reference.classOf(first.class, local)
    const classReference =
      scope === 'account'
        ? ofClass
        : { ...ofClass, reached: reference.classOf(organisationClass(first.class), local).reached }
    const volumePerDay = members.reduce((sum, member) => sum + member.volumePerDay, 0)
    const breadth: Breadth = local
      ? 'local'
      : members.some(({ footprint }) => footprint.national)
        ? 'national'
        : 'regional'
    const key = `${scope} ${breadth} ${Math.round(Math.log2(Math.max(1, volumePerDay)))} ${first.class}`
    let limit = limits.get(key)
    if (!limit) {
      limit = limitsFor(volumePerDay, classReference, breadth, strictness)
      limits.set(key, limit)
    }
    return {
      scope,
      organisation: first.organisation,
      product: first.product,
      className: first.class,
      accounts: members.length,
      volumePerDay,
      class: classReference,
      expects: expectationOf(catalogue, reference, classReference, members),
      limits: limit,
      state,
    }
  }

  const unite = (organisation: string, state?: SubjectState): void => {
    const union = unions.get(organisation)
    if (!union) return
    const members = [...union.members].sort().flatMap(name => known.get(name) ?? [])
    union.subject =
      members.length < 2
        ? null
        : subjectOf('organisation', members, state ?? union.subject?.state ?? createState())
  }

  /** Answers the organisations whose unions are to be made anew. */
  const enter = (account: WatchedAccount): string[] => {
    const before = known.get(account.account)
    const touched = [account.organisation]
    if (before && before.organisation !== account.organisation) {
      unions.get(before.organisation)?.members.delete(account.account)
      touched.push(before.organisation)
    }
    known.set(account.account, account)
    const subject = subjectOf('account', [account], subjects.get(account.account)?.state ?? createState())
    if (subject) subjects.set(account.account, subject)
    const union = unions.get(account.organisation)
    if (union) union.members.add(account.account)
    else unions.set(account.organisation, { members: new Set([account.account]), subject: null })
    return touched
  }
  for (const organisation of new Set(accounts.flatMap(enter))) unite(organisation)

  return {
    account: name => known.get(name),
    subject: account => subjects.get(account),
    union: organisation => unions.get(organisation)?.subject ?? null,
    members: organisation =>
      [...(unions.get(organisation)?.members ?? [])].flatMap(name => subjects.get(name) ?? []),
    put: account => {
      for (const organisation of enter(account)) unite(organisation)
    },
    remove: name => {
      const removed = known.get(name)
      if (!removed) return
      known.delete(name)
      subjects.delete(name)
      unions.get(removed.organisation)?.members.delete(name)
      unite(removed.organisation)
    },
    states: () => ({
      accounts: [...subjects].map(([name, { state }]) => [name, state]),
      organisations: [...unions].flatMap(([name, { subject }]) => (subject ? [[name, subject.state]] : [])),
    }),
    reset: (ofAccounts, ofOrganisations) => {
      for (const [name, subject] of subjects)
        subjects.set(name, { ...subject, state: ofAccounts.get(name) ?? createState() })
      for (const [name, union] of unions)
        if (union.subject)
          union.subject = { ...union.subject, state: ofOrganisations.get(name) ?? createState() }
    },
  }
}
