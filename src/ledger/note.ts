import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto'

/**
 * Signed notes (C2SP signed-note): a text, an empty line, and one line for each signature. Only Ed25519, whose type
 * identifier is 0x01.
 */
const ED25519 = 0x01
const ID_BYTES = 4
const KEY_BYTES = 32
/** Verifiers take 16 signatures at least; more than this nobody of ours writes. */
const SIGNATURES_MAX = 16
/** Before the 32 bytes of a key: RFC 8410 sections 4 and 7. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export type NoteSigner = { readonly name: string; readonly sign: (text: string) => Uint8Array }

export type NoteVerifier = {
  readonly name: string
  /** The first four bytes of SHA-256(name, line end, 0x01, public key), in hex. */
  readonly id: string
  readonly verify: (text: string, signature: Uint8Array) => boolean
}

const KEY_NAME = /^[^\s+\p{Z}\p{Cc}]+$/u

/** Whether a key may have this name: no spaces, no plus sign, not empty. */
export const isKeyName = (name: string): boolean => KEY_NAME.test(name)

export function keyId(name: string, publicKey: Uint8Array): string {
  const hash = createHash('sha256').update(`${name}\n`).update(Uint8Array.of(ED25519)).update(publicKey)
  return hash.digest('hex').slice(0, 2 * ID_BYTES)
}

/** The public half of an Ed25519 seed; both are 32 bytes (RFC 8032 section 5.1.5). */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const der = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' })
  return new Uint8Array(der.subarray(SPKI.length))
}

/** What a verifier is configured with: name, key id and key with plus signs between (Go's note package). */
export const verifierKey = (name: string, publicKey: Uint8Array): string =>
  `${name}+${keyId(name, publicKey)}+${Buffer.concat([Uint8Array.of(ED25519), publicKey]).toString('base64')}`

export function noteSigner(name: string, seed: Uint8Array): NoteSigner {
  if (!isKeyName(name)) throw new Error(`A note key cannot have the name ${JSON.stringify(name)}.`)
  const key = privateKey(seed)
  const id = Buffer.from(keyId(name, publicKeyOf(seed)), 'hex')
  return { name, sign: text => Buffer.concat([id, signBytes(null, Buffer.from(text), key)]) }
}

/** Reads a verifier key; undefined when it is none, is of another type, or its id is not that of its key. */
export function noteVerifier(text: string): NoteVerifier | undefined {
  // The key itself is base64, in which plus signs may stand.
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(text) ?? []
  const bytes = fromBase64(encoded)
  if (!isKeyName(name) || bytes?.length !== 1 + KEY_BYTES || bytes[0] !== ED25519) return undefined
  const raw = bytes.subarray(1)
  if (keyId(name, raw) !== id) return undefined
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
  return { name, id, verify: (signed, signature) => verifyBytes(null, Buffer.from(signed), key, signature) }
}

/** The text with a line for each signature. @throws for texts that cannot be notes */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!isNoteText(text))
    throw new Error('The text of a note ends in a line end and has no other control characters.')
  const lines = signers.map(({ name, sign }) => `— ${name} ${Buffer.from(sign(text)).toString('base64')}\n`)
  return `${text}\n${lines.join('')}`
}

export type OpenedNote =
  | { readonly outcome: 'signed'; readonly text: string; readonly by: readonly NoteVerifier[] }
  | { readonly outcome: 'malformed' | 'unsigned' }
  /** A key that is known did not make the signature that bears its id. */
  | { readonly outcome: 'forged'; readonly name: string; readonly id: string }

/** Reads a note and checks it: signatures of unknown keys are passed over, one that fails spoils the note. */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  const parts = partsOf(note)
  if (parts === undefined) return { outcome: 'malformed' }
  const by: NoteVerifier[] = []
  for (const { name, id, signature } of parts.signatures) {
    const verifier = verifiers.find(known => known.name === name && known.id === id)
    if (verifier === undefined) continue
    if (!verifier.verify(parts.text, signature)) return { outcome: 'forged', name, id }
    if (!by.includes(verifier)) by.push(verifier)
  }
  return by.length === 0 ? { outcome: 'unsigned' } : { outcome: 'signed', text: parts.text, by }
}

/** A note in its parts, nothing verified; undefined when it is not formed like one. */
export function partsOf(note: string) {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2, -1).split('\n')
  if (!isNoteText(text) || lines.length > SIGNATURES_MAX) return undefined
  const signatures = []
  for (const line of lines) {
    const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? []
    const bytes = fromBase64(encoded)
    if (!isKeyName(name) || bytes === undefined || bytes.length <= ID_BYTES) return undefined
    const id = Buffer.from(bytes.subarray(0, ID_BYTES)).toString('hex')
    signatures.push({ name, id, signature: bytes.subarray(ID_BYTES) })
  }
  return { text, signatures }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a note may not hold
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/
const isNoteText = (text: string): boolean => text.endsWith('\n') && !CONTROL.test(text)

/** Standard base64 with its padding, exactly as it would be written; undefined for anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}

const privateKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
