/**
 * Judges each interned number at most once in a question and remembers until the next: as createVerdicts does, but the
 * judgement is a number, the steps that what is kept under it fails (failures.ts).
 */
export type Judged = { readonly begin: () => void; readonly of: (number: number) => number }

export function createJudged(judge: (number: number) => number): Judged {
  // A new stamp forgets all at once.
  let stamps = new Float64Array(256)
  let kept = new Int32Array(256)
  let stamp = 0

  const make = (number: number): number => {
    const judgement = judge(number)
    if (number >= stamps.length) {
      const room = Math.max(number + 1, stamps.length * 2)
      const [longerStamps, longerKept] = [new Float64Array(room), new Int32Array(room)]
      longerStamps.set(stamps)
      longerKept.set(kept)
      stamps = longerStamps
      kept = longerKept
    }
    stamps[number] = stamp
    kept[number] = judgement
    return judgement
  }
  return {
    begin: () => {
      stamp += 1
    },
    of: number => (stamps[number] === stamp ? (kept[number] ?? 0) : make(number)),
  }
}
