const [POINT, COLON, ZERO] = [46, 58, 48]

/** The same string for the same bytes, made once. */
export function nameTable(): (bytes: Buffer, start: number, end: number) => string {
  const known = new Map<number, { name: string; bytes: Buffer }[]>()
  return (bytes, start, end) => {
    let hash = end - start
    for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0
    let bucket = known.get(hash)
    if (!bucket) {
      bucket = []
      known.set(hash, bucket)
    }
    search: for (const { name, bytes: own } of bucket) {
      if (own.length !== end - start) continue
      for (let at = 0; at < own.length; at += 1) if (own[at] !== bytes[start + at]) continue search
      return name
    }
    const name = bytes.toString('utf8', start, end)
    bucket.push({ name, bytes: Buffer.from(bytes.subarray(start, end)) })
    return name
  }
}

let dayBytes = Buffer.alloc(10)
let dayMillis = Number.NaN

/** `2026-01-05T09:12:03.120Z`; the day is worked out once for all its lines. Anything else through Date.parse. */
export function timeAt(bytes: Buffer, from: number, to: number): number {
  if (to - from !== 24 || bytes[to - 1] !== 90 || bytes[from + 10] !== 84 || bytes[from + 19] !== POINT)
    return Date.parse(bytes.toString('latin1', from, to))
  let same = true
  for (let at = 0; at < 10; at += 1)
    if (bytes[from + at] !== dayBytes[at]) {
      same = false
      break
    }
  if (!same) {
    dayBytes = Buffer.from(bytes.subarray(from, from + 10))
    dayMillis = Date.parse(`${dayBytes.toString('latin1')}T00:00:00.000Z`)
  }
  let broken = false
  const digit = (offset: number): number => {
    const value = (bytes[from + offset] ?? 0) - ZERO
    if (value < 0 || value > 9) broken = true
    return value
  }
  const hours = digit(11) * 10 + digit(12)
  const minutes = digit(14) * 10 + digit(15)
  const seconds = digit(17) * 10 + digit(18)
  const millis = digit(20) * 100 + digit(21) * 10 + digit(22)
  if (broken || hours > 23 || minutes > 59 || seconds > 59) return Number.NaN
  if (bytes[from + 13] !== COLON || bytes[from + 16] !== COLON) return Number.NaN
  return dayMillis + ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis
}
