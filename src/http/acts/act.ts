import Type, { type Static, type TObject, type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { KeySets } from '../../accounts/index.ts'
import type { Database } from '../../database/index.ts'
import type { KeptSeeds } from '../../ledger/index.ts'
import type { PolicyVersion } from '../../policy/index.ts'
import type {
  Actor,
  ClauseId,
  Deed,
  EpochMillis,
  OperatorContact,
  Random,
  Role,
} from '../../vocabulary/index.ts'
import type { Watch } from '../../watch/index.ts'
import type { Step, Unmet } from '../../workflow/index.ts'
import type { ClinicalRooms } from '../clinical-answer.ts'
import type { ParameterError } from '../problem.ts'

/** What acts work with. Registers are changed through functions of their rooms, which take the database. */
export type ActRooms = {
  readonly database: Database
  readonly now: () => EpochMillis
  /** A new id, a version 7 UUID. */
  readonly newId: () => string
  readonly random: Random
  readonly contact: OperatorContact
  /** What callers call this directory, without a trailing slash. */
  readonly baseUrl: () => string
  readonly policy: (now: EpochMillis) => PolicyVersion
  /** The policy version of that id, published at any time; undefined when there is none. */
  readonly policyOf: (id: string) => PolicyVersion | undefined
  /** Every published version, oldest first. */
  readonly policies: () => readonly PolicyVersion[]
  /** Key sets that clients publish at an address of theirs. */
  readonly keySets: Pick<KeySets, 'fetch'>
  /** What this node's watch knows. */
  readonly watch: Pick<Watch, 'status' | 'node' | 'middleOf' | 'live' | 'directory'>
  /** Private halves of the ledger’s keys that are kept in a file; empty: they are kept in the database. */
  readonly ledgerSeeds: KeptSeeds
  /** What the clinical search is explained from. */
  readonly clinical: ClinicalRooms
}

/** How an act went. What a person may not know of answers as `no-such`. */
export type ActOutcome =
  | {
      readonly outcome: 'done'
      readonly body: unknown
      readonly status?: 200 | 201 | 202
      /** The version of what the act is about as it now is, for the ETag. */
      readonly version?: number
    }
  | { readonly outcome: 'no-such'; readonly detail?: string }
  | { readonly outcome: 'not-entitled'; readonly detail: string; readonly clauses?: readonly ClauseId[] }
  /** One who would decide about themselves, or about what they themselves proposed. */
  | { readonly outcome: 'own-cause'; readonly detail: string; readonly clauses?: readonly ClauseId[] }
  | { readonly outcome: 'not-legal'; readonly detail: string; readonly clauses?: readonly ClauseId[] }
  | { readonly outcome: 'unmet'; readonly unmet: readonly Unmet[] }
  | { readonly outcome: 'conflict'; readonly detail: string; readonly clauses?: readonly ClauseId[] }
  /** `version`: the present one; `errors`: what differs since the one that was named. */
  | {
      readonly outcome: 'stale'
      readonly detail: string
      readonly version?: number
      readonly errors?: readonly ParameterError[]
    }
  | { readonly outcome: 'wrong'; readonly errors: readonly ParameterError[] }

export type ActContext<P, Q, B> = {
  readonly rooms: ActRooms
  readonly actor: Actor
  readonly now: EpochMillis
  readonly params: P
  readonly query: Q
  readonly body: B
  /** The versions the request rests on, any of which may be the present one; of an act that rests on none, empty. */
  readonly ifMatch: readonly number[]
  /** The second person, where the act needs two and the second has agreed. */
  readonly approvedBy: string | null
  /** The session the request belongs to; null when it belongs to none. */
  readonly sessionId: string | null
  /** A deed of this actor's; `why` defaults to the `reason` of the body, else to the act's summary. */
  readonly deed: (
    actingAs: Role | 'holder',
    more?: Partial<Pick<Deed, 'why' | 'clauses' | 'onBehalfOf' | 'evidence'>>,
  ) => Deed
}

/** What a pin is taken from. */
export type Pinned<P, B> = { readonly rooms: ActRooms; readonly params: P; readonly body: B }

type Declared<P extends TObject, Q extends TObject, B extends TObject> = {
  /** On the command line after `signpost`: a noun and a verb, such as `account suspend`. Unique. */
  readonly command: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below /api/v1, with `:name` for each member of `params`. */
  readonly path: string
  /** The heading it stands under in the documentation. */
  readonly tag: string
  /** One line, as in a list of commands. */
  readonly summary: string
  readonly description?: string
  /** Who may try: those who hold one of these for any scope. Whether for this one, `run` judges. */
  readonly roles: readonly Role[] | 'anyone'
  readonly clauses: readonly ClauseId[]
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** The longest body it takes, where a question's 16 KiB are too few. */
  readonly bodyBytesMax?: number
  /**
   * It is about something that has versions: `shown`, the answer says which in its ETag; `required`, besides that the
   * request must name the version it rests on in If-Match (RFC 9110 section 13.1.1, RFC 6585 section 3).
   */
  readonly version?: 'shown' | 'required'
  /** Of a status of 200 or 201. */
  readonly answer: TSchema
  /** The act needs a second person, who holds one of these (★): the first call leaves a proposal. */
  readonly secondPerson?: readonly Role[]
  /**
   * What exactly is proposed, as it stands: a hash, say; null when there is no such thing. Taken when the proposal is
   * left, and again, holding what it is taken from, when the second person agrees: it must not have changed between.
   */
  readonly pin?: (context: Pinned<Static<P>, Static<B>>) => Promise<string | null>
  readonly run: (context: ActContext<Static<P>, Static<Q>, Static<B>>) => Promise<ActOutcome> | ActOutcome
}

/** Members of a request as they were sent and have passed the schema. */
export type RawInput = { readonly params: unknown; readonly query: unknown; readonly body: unknown }

/** An act with its types kept inside. */
export type Act = Omit<Declared<TObject, TObject, TObject>, 'run' | 'pin' | 'params' | 'query' | 'body'> & {
  readonly params: TObject
  readonly query: TObject
  readonly body: TObject | null
  /** Null, too, of an act that pins nothing. */
  readonly pin: (rooms: ActRooms, input: RawInput) => Promise<string | null>
  readonly run: (
    context: Omit<ActContext<unknown, unknown, unknown>, 'params' | 'query' | 'body'>,
    input: RawInput,
  ) => Promise<ActOutcome>
}

const NOTHING = Type.Object({}, { additionalProperties: false })

/**
 * One thing a person may do to a register or see of it, declared once: the route, its documentation and the command
 * on the command line are made from it.
 */
export function act<
  P extends TObject = typeof NOTHING,
  Q extends TObject = typeof NOTHING,
  B extends TObject = typeof NOTHING,
>(declared: Declared<P, Q, B>): Act {
  const { run, pin, params, query, body, ...rest } = declared
  // Checked a second time, which gives them back their types; a proposal's come out of the database besides.
  const read = { params: reader(params), query: reader(query), body: reader(body) }
  return {
    ...rest,
    params: params ?? NOTHING,
    query: query ?? NOTHING,
    body: body ?? null,
    pin: async (rooms, input) =>
      pin?.({ rooms, params: read.params(input.params), body: read.body(input.body) }) ?? null,
    run: async (context, input) =>
      run({
        ...context,
        params: read.params(input.params),
        query: read.query(input.query),
        body: read.body(input.body),
      }),
  }
}

function reader<S extends TObject>(schema: S | undefined): (value: unknown) => Static<S> {
  let compiled: ReturnType<typeof Compile<S>> | undefined
  return value => {
    // When it is first used: a command compiles one of two hundred.
    compiled ??= Compile(schema ?? (NOTHING as TObject as S))
    return compiled.Parse(value ?? {})
  }
}

/** The outcome of a step of a state machine that was not taken. */
export function notTaken<S extends string, E extends string>(
  step: Exclude<Step<S, E>, { outcome: 'moved' }>,
): ActOutcome {
  if (step.outcome === 'unmet') return { outcome: 'unmet', unmet: step.unmet }
  const legal = step.legal.length > 0 ? `From there: ${step.legal.join(', ')}.` : 'Nothing leads out of it.'
  return { outcome: 'not-legal', detail: `It is ${step.from}, where "${step.event}" cannot happen. ${legal}` }
}
