import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { BUNDLE_FORMAT, type BundleLine, type Manifest } from './bundle.ts'
import { fromBase64 } from './note.ts'

const closed = { additionalProperties: false } as const
const whole = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const base64 = Type.String({ pattern: '^[A-Za-z0-9+/]{43}=$' })
const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const leaf = {
  leaf: whole,
  hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  data: nullable(Type.String()),
  salt: nullable(base64),
  text: nullable(Type.String()),
}

const manifest = Compile(
  Type.Object(
    {
      format: Type.Literal(BUNDLE_FORMAT),
      log: Type.Enum(['activity', 'governance']),
      origin: Type.String(),
      kind: Type.Enum(['range', 'selection']),
      from: whole,
      to: whole,
      count: whole,
      left: Type.Array(base64),
      keys: Type.Array(Type.String(), { minItems: 1 }),
      checkpoints: Type.Array(Type.Object({ note: Type.String(), right: Type.Array(base64) }, closed), {
        minItems: 1,
      }),
    },
    closed,
  ),
)
const line = {
  range: Compile(Type.Object(leaf, closed)),
  selection: Compile(Type.Object({ ...leaf, proof: Type.Array(base64) }, closed)),
}

/** The manifest of a bundle; undefined when the line is none, or not to the letter as it is written. */
export function readManifest(text: string): Manifest | undefined {
  const value = readExactly(text)
  if (!manifest.Check(value)) return undefined
  const { kind, from, to, count, left, checkpoints } = value
  const counted = kind === 'range' ? to - from : count
  if (from > to || count !== counted || (kind === 'selection' && (to !== 0 || checkpoints.length !== 1)))
    return undefined
  const hashes = [...left, ...checkpoints.flatMap(({ right }) => right)]
  return hashes.every(isExact) ? value : undefined
}

/** A leaf of a bundle; undefined when the line is none, or not to the letter as it is written. */
export function readLine(text: string, kind: Manifest['kind']): BundleLine | undefined {
  const value = readExactly(text)
  if (!line[kind].Check(value)) return undefined
  const proof = 'proof' in value && Array.isArray(value.proof) ? value.proof.map(String) : undefined
  const hashes = [...(value.salt === null ? [] : [value.salt]), ...(proof ?? [])]
  const sound =
    (value.salt === null) === (value.text === null) && (value.data !== null || value.text === null)
  if (!sound || !hashes.every(isExact)) return undefined
  return { ...value, ...(proof === undefined ? {} : { proof }) }
}

/** JSON that is spelled as it would be written: a byte that means nothing is not let through either. */
function readExactly(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return JSON.stringify(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

/** 43 characters of base64 hold two bits more than 32 bytes do, which must be zero. */
const isExact = (text: string): boolean => fromBase64(text) !== undefined
