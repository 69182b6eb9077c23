/** `look`: as far as this goes yes, but the slot itself must be looked at too. */
export type Verdict = 'no' | 'yes' | 'look'

/**
 * Judges each number at most once in a question and remembers until the next. A question about the nearest twenty
 * looks at some fifty services but meets only a handful of different eligibilities, so ages, sexes, roles and
 * practices cost one array read each.
 */
export type Verdicts = { readonly begin: () => void; readonly of: (number: number) => Verdict }

const CODES = { no: 0, yes: 1, look: 2 } as const satisfies Record<Verdict, number>
const STAMP_STEP = 4
const STAMP_MAX = 2 ** 30

export function createVerdicts(judge: (number: number) => Verdict): Verdicts {
  // Each place holds the stamp of the question it was judged in, plus a code; a new stamp forgets them all at once.
  let kept = new Int32Array(256)
  let stamp = STAMP_STEP

  const judged = (number: number): Verdict => {
    const verdict = judge(number)
    if (number >= kept.length) {
      const longer = new Int32Array(Math.max(number + 1, kept.length * 2))
      longer.set(kept)
      kept = longer
    }
    kept[number] = stamp + CODES[verdict]
    return verdict
  }
  return {
    begin: () => {
      stamp += STAMP_STEP
      if (stamp < STAMP_MAX) return
      stamp = STAMP_STEP
      kept.fill(0)
    },
    of: number => {
      const past = number < kept.length ? (kept[number] ?? 0) - stamp : -1
      if (past === CODES.yes) return 'yes'
      if (past === CODES.no) return 'no'
      if (past === CODES.look) return 'look'
      return judged(number)
    },
  }
}
