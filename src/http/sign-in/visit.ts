import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInClient } from '../../accounts/index.ts'
import type { Interaction } from '../oauth/current-provider.ts'
import type { Step } from './step.ts'

/** Through what somebody signs in. */
export type Through = {
  /** For people to read; null: through these pages themselves. */
  readonly words: string | null
  /** The product's account; undefined for the directory's own programs. */
  readonly client: SignInClient | undefined
}

/** A browser at a page of a sign-in. */
export type Visit = {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Those of the provider's. */
  readonly cookies: string
  readonly interaction: Interaction
  readonly step: Step
  readonly through: Through
}
