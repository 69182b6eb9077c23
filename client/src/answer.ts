import { AnswerOver } from './errors.ts'

/** What every answer says of itself. */
export type Stamped = {
  readonly decisionId: string
  readonly asOf: string
  readonly validUntil: string
}

/**
 * An answer that can be read while it may be used, and not after. Nothing of it is written anywhere: printed, logged or
 * turned into JSON it shows its stamp only. Read `data` each time it is shown; do not keep what it gives.
 */
export class Answer<T extends Stamped> {
  readonly decisionId: string
  /** When the directory last confirmed that it was current. */
  readonly asOf: Date
  readonly validUntil: Date
  #body: T | undefined
  #over: 'expired' | 'withdrawn' | undefined
  readonly #endsAt: number
  readonly #elapsed: () => number

  /**
   * @param endsAt when it ends, in milliseconds of `elapsed`, a clock that nobody sets
   */
  constructor(body: T, endsAt: number, elapsed: () => number) {
    this.decisionId = body.decisionId
    this.asOf = new Date(body.asOf)
    this.validUntil = new Date(body.validUntil)
    this.#body = body
    this.#endsAt = endsAt
    this.#elapsed = elapsed
  }

  /** @throws AnswerOver once it is past its valid-until, or access was stopped */
  get data(): T {
    if (this.#over === undefined && this.#elapsed() >= this.#endsAt) this.#end('expired')
    if (this.#body === undefined) throw new AnswerOver(this.#over ?? 'expired')
    return this.#body
  }

  get isCurrent(): boolean {
    return this.#over === undefined && this.#elapsed() < this.#endsAt
  }

  /** Makes it unreadable, whatever time it had left. */
  withdraw(): void {
    this.#end('withdrawn')
  }

  toJSON(): object {
    const { decisionId, asOf, validUntil, isCurrent } = this
    return { decisionId, asOf, validUntil, isCurrent }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON()
  }

  #end(because: 'expired' | 'withdrawn'): void {
    this.#over ??= because
    // What may not be shown need not be held either.
    this.#body = undefined
  }
}
