import type { FastifyRequest } from 'fastify'
import type { Pair } from '../../../fhir/index.ts'

/** Names and values in the order they came, of the address and then of the form; undefined where they cannot be read. */
export function readPairs(request: FastifyRequest): readonly Pair[] | undefined {
  const { url } = request.raw
  const at = url?.indexOf('?') ?? -1
  const query = url === undefined || at < 0 ? [] : decodePairs(url.slice(at + 1))
  const form = typeof request.body === 'string' ? decodePairs(request.body) : []
  return query && form && [...query, ...form]
}

/** Reads `a=b&c=d` as forms are written; undefined where a % is followed by no two digits, or the bytes are not UTF-8. */
export function decodePairs(text: string): Pair[] | undefined {
  const pairs: Pair[] = []
  for (const piece of text.split('&')) {
    if (piece === '') continue
    const at = piece.indexOf('=')
    const name = decode(at < 0 ? piece : piece.slice(0, at))
    const value = decode(at < 0 ? '' : piece.slice(at + 1))
    if (name === undefined || value === undefined) return undefined
    pairs.push({ name, value })
  }
  return pairs
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

/** Whether the client asks to have unknown parameters left out (R4 search, 3.1.1.3; RFC 7240). Strict unless told. */
export function isLenient(prefer: string | string[] | undefined): boolean {
  const all = (Array.isArray(prefer) ? prefer.join(',') : (prefer ?? '')).split(/[,;]/)
  return all.some(one => /^handling\s*=\s*"?lenient"?$/i.test(one.trim()))
}
