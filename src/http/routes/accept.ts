/**
 * Which of these media types an Accept header prefers (RFC 9110 section 12.5.1): the one with the highest quality, of
 * several alike the first of ours. Where it takes none of them the first is given all the same: better an answer in
 * another form than none.
 */
export function preferred<const T extends readonly [string, ...string[]]>(
  header: string | undefined,
  offered: T,
): T[number] {
  const ranges = (header ?? '*/*').split(',').map(readRange)
  let best: T[number] = offered[0]
  let bestQuality = 0
  for (const type of offered) {
    const quality = qualityOf(type, ranges)
    if (quality > bestQuality) {
      best = type
      bestQuality = quality
    }
  }
  return best
}

type Range = { readonly type: string; readonly quality: number }

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map(part => part.trim().toLowerCase())
  const given = parameters.find(parameter => parameter.startsWith('q='))
  const quality = given === undefined ? 1 : Number(given.slice(2))
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 }
}

/** The most specific range that fits decides. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const family = `${type.split('/', 1)[0]}/*`
  for (const wanted of [type, family, '*/*']) {
    const range = ranges.find(one => one.type === wanted)
    if (range) return range.quality
  }
  return 0
}
