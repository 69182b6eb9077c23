import type { Query } from '../database/index.ts'
import { type PolicyVersion, policyVersion, policyVersionOf, readPolicyContent } from '../policy/index.ts'
import { readStoredPolicy } from '../policy-versions/index.ts'
import { CommandError } from './operation.ts'

/** The policy version of that id, in whatever state: one that comes with the program, or one written here. */
export async function policyOf(query: Query, id: string): Promise<PolicyVersion | undefined> {
  const own = policyVersionOf(id)
  if (own) return own
  const stored = await readStoredPolicy(query, id)
  return stored && policyFromJson(stored.content, `The stored version ${id}`)
}

/** A policy version from the JSON of its content, with everything wrong with it told at once. */
export function policyFromJson(text: string, what: string): PolicyVersion {
  const read = readPolicyContent(parsed(text, what))
  if (read.outcome === 'read') return policyVersion(read.content)
  const problems = read.problems.map(({ path, message }) => `  ${path}: ${message}`)
  throw new CommandError([`${what} is not a policy version:`, ...problems].join('\n'))
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CommandError(`${what} is not JSON.`)
  }
}
