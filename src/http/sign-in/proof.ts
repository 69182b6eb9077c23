import type { Assurance } from '../../people/index.ts'

/** How sure the provider is of who signed in, and as what they did. */
export type Proof = { readonly assurance: Assurance; readonly role: string | null }

const LEVELS = ['aal1', 'aal2', 'aal3'] as const satisfies readonly Assurance[]
const ROLE_LENGTH_MAX = 100

/**
 * Reads how somebody signed in, as CIS2 says it (sources, use 2.7): the level in `authentication_assurance_level`, or
 * named in `acr` (`AAL2_OR_AAL3_ANY`, `AAL3_ANY`); the role chosen in a claim of its own.
 * @param wanted.acr what was asked for; null: nothing
 * @returns undefined when that was asked for and not given
 */
export function readProof(
  claims: Readonly<Record<string, unknown>>,
  wanted: { readonly roleClaim: string; readonly acr: string | null },
): Proof | undefined {
  const said = String(claims['acr'] ?? '')
  const level = levelIn(`AAL${String(claims['authentication_assurance_level'] ?? '')}`) ?? levelIn(said)
  const assurance = LEVELS[(level ?? 1) - 1] ?? 'aal1'
  if (wanted.acr !== null && !isEnough(wanted.acr, said, level)) return undefined
  const role = claims[wanted.roleClaim]
  const fit = typeof role === 'string' && role !== '' && role.length <= ROLE_LENGTH_MAX
  return { assurance, role: fit ? role : null }
}

/** One that names levels asks for the lowest it names, or more; any other must be answered to the letter. */
function isEnough(wanted: string, said: string, level: number | undefined): boolean {
  const least = levelIn(wanted)
  if (least !== undefined) return level !== undefined && level >= least
  return wanted.split(' ').includes(said)
}

/** The lowest level named: `AAL2_OR_AAL3_ANY` is no proof of the third. */
function levelIn(text: string): number | undefined {
  const named = [...text.matchAll(/AAL([123])(?!\d)/gi)].map(match => Number(match[1]))
  return named.length === 0 ? undefined : Math.min(...named)
}
