import type { ClauseId, EpochMillis } from '../vocabulary/index.ts'
import type { AgreementFacts, TailoredTerms } from './facts.ts'
import { keepsToLimits, type PolicyParameters, TAILORABLE, type TailorableName } from './parameters.ts'
import type { PolicyVersion } from './policy-version.ts'

/** What binds one consumer at one instant: the policy version, with terms of its own laid over it where there are any. */
export type Terms = {
  readonly parameters: PolicyParameters
  /** Clauses that do not bind this consumer. */
  readonly waived: ReadonlySet<ClauseId>
  /** The tailored terms laid over the version; null: none. */
  readonly tailoredTerms: string | null
}

/**
 * The terms of an agreement at `now`. Tailored terms speak while they are in date, and only over the version they were
 * made for: under a newer one the consumer is back on the common terms until new ones are approved. Of their parameters
 * those count that may be tailored and keep to the hard limits, of their waivers those of clauses that the version
 * lets be waived; whatever else they say is not heard.
 */
export function termsOf(
  { tailored }: Pick<AgreementFacts, 'tailored'>,
  policy: PolicyVersion,
  now: EpochMillis,
): Terms {
  const speaks =
    tailored && tailored.policyVersion === policy.id && tailored.from <= now && now < tailored.until
  return speaks ? laidOver(tailored, policy) : commonTerms(policy)
}

const common = new WeakMap<PolicyVersion, Terms>()
/** Facts of a caller are the same objects for as long as nothing about it changes, so this is worked out once. */
const tailoredOnes = new WeakMap<TailoredTerms, { readonly policy: PolicyVersion; readonly terms: Terms }>()
const NOTHING: ReadonlySet<ClauseId> = new Set()

function commonTerms(policy: PolicyVersion): Terms {
  let terms = common.get(policy)
  if (!terms) {
    terms = Object.freeze({ parameters: policy.parameters, waived: NOTHING, tailoredTerms: null })
    common.set(policy, terms)
  }
  return terms
}

function laidOver(tailored: TailoredTerms, policy: PolicyVersion): Terms {
  const known = tailoredOnes.get(tailored)
  if (known?.policy === policy) return known.terms
  const parameters = { ...policy.parameters }
  for (const name of TAILORABLE) overlay(parameters, name, tailored.parameters[name])
  const waived = new Set(tailored.waives.filter(clause => policy.waivable.includes(clause)))
  const terms = Object.freeze({ parameters, waived, tailoredTerms: tailored.id })
  tailoredOnes.set(tailored, { policy, terms })
  return terms
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

function overlay<Name extends TailorableName>(
  parameters: Mutable<PolicyParameters>,
  name: Name,
  value: PolicyParameters[Name] | undefined,
): void {
  if (value !== undefined && keepsToLimits(name, value)) parameters[name] = value
}

/** What is wrong with tailored terms for that version, in sentences; empty: they would be heard in every word. */
export function tailoringProblems(
  tailored: Pick<TailoredTerms, 'parameters' | 'waives' | 'policyVersion' | 'from' | 'until'>,
  policy: PolicyVersion,
): readonly string[] {
  const problems: string[] = []
  if (tailored.policyVersion !== policy.id)
    problems.push(`They are made for version ${tailored.policyVersion}, not for ${policy.id}.`)
  if (!(tailored.from < tailored.until)) problems.push('They end before they begin.')
  for (const [name, value] of Object.entries(tailored.parameters)) {
    const tailorable = TAILORABLE.find(each => each === name)
    if (tailorable === undefined) problems.push(`parameters.${name} is the same for everybody.`)
    else if (value !== undefined && !keepsToLimits(tailorable, value))
      problems.push(`parameters.${name}: ${JSON.stringify(value)} is beyond the hard limits.`)
  }
  for (const clause of tailored.waives) {
    if (!policy.waivable.includes(clause))
      problems.push(`${clause} may not be waived under ${policy.id}; ${waivableOnes(policy)} may.`)
  }
  return problems
}

const waivableOnes = ({ waivable }: PolicyVersion): string => waivable.join(', ') || 'none'
