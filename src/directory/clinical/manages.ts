import type { Service } from '../service.ts'

/** What a service can manage and which dispositions it accepts, packed: a tenth of what maps and sets would take. */
export type Manages = {
  /** Group and discriminator in turn, in order. */
  readonly pairs: Int32Array
  /** Codes in upper case, each between two NULs, which no record can hold. */
  readonly dispositions: string
}

const SEPARATOR = '\0'

export function managesOf({ symptoms, dispositions }: Service['clinicalProfile']): Manages {
  const sorted = [...symptoms].sort((a, b) => a.group - b.group || a.discriminator - b.discriminator)
  const pairs = new Int32Array(sorted.length * 2)
  for (const [index, { group, discriminator }] of sorted.entries()) {
    pairs[index * 2] = group
    pairs[index * 2 + 1] = discriminator
  }
  const codes = dispositions.map(code => SEPARATOR + code.trim().toUpperCase())
  return { pairs, dispositions: codes.join('') + SEPARATOR }
}

/** Whether it manages anything of a symptom group. */
export const managesGroup = ({ pairs }: Manages, group: number): boolean =>
  pairs[firstFrom(pairs, group, Number.NEGATIVE_INFINITY) * 2] === group

export function managesPair({ pairs }: Manages, group: number, discriminator: number): boolean {
  const at = firstFrom(pairs, group, discriminator) * 2
  return pairs[at] === group && pairs[at + 1] === discriminator
}

/** @param code in upper case */
export const accepts = ({ dispositions }: Manages, code: string): boolean =>
  dispositions.includes(SEPARATOR + code + SEPARATOR)

/** The place of the first pair that does not come before the one given. */
function firstFrom(pairs: Int32Array, group: number, discriminator: number): number {
  let low = 0
  let high = pairs.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    const other = pairs[middle * 2] ?? 0
    const isBefore = other < group || (other === group && (pairs[middle * 2 + 1] ?? 0) < discriminator)
    if (isBefore) low = middle + 1
    else high = middle
  }
  return low
}
