#!/usr/bin/env node
// Verifies a bundle of the ledger of Signpost without Signpost: node verify-ledger.mjs BUNDLE [VERIFIER-KEY …]
// Plain Node 20 or later, nothing else. Trees as in RFC 9162, notes as in C2SP signed-note; docs/ledger-format.md says
// what a bundle is. Give the verifier keys you trust, as /ledger/keys published them when you looked; without, it can
// only tell that the bundle agrees with the keys it brings itself.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right)
const base64 = (text, length) => {
  const bytes = Buffer.from(typeof text === 'string' ? text : '', 'base64')
  return bytes.toString('base64') === text && bytes.length === (length ?? bytes.length) ? bytes : undefined
}
const isCount = value => Number.isSafeInteger(value) && value >= 0

/** Heights of the perfect trees that the leaves from `from` up to `to` are made of, in order. */
function heights(from, to) {
  if (from >= to) return []
  let height = 0
  while (from + 2 ** (height + 1) <= to && from % 2 ** (height + 1) === 0) height += 1
  return [height, ...heights(from + 2 ** height, to)]
}

/** Puts a perfect tree behind those there are, largest first; two of one height become one. */
function add(trees, height, hash) {
  const left = trees.at(-1)
  if (left?.height !== height) return [...trees, { height, hash }]
  return add(trees.slice(0, -1), height + 1, nodeHash(left.hash, hash))
}
const rootOf = trees =>
  trees.reduceRight((right, { hash }) => (right ? nodeHash(hash, right) : hash), null) ?? sha256()

/** RFC 9162 section 2.1.3.2. */
function proves(leaf, index, { size, root }, proof) {
  let [place, last, hash] = [index, size - 1, leaf]
  if (index >= size) return false
  const up = () => ([place, last] = [Math.floor(place / 2), Math.floor(last / 2)])
  for (const step of proof.map(text => base64(text))) {
    if (last === 0) return false
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(step, hash)
      while (place % 2 === 0 && place !== 0) up()
    } else hash = nodeHash(hash, step)
    up()
  }
  return last === 0 && hash.equals(root)
}

/** name+id+key: the id is the start of SHA-256(name, line end, 0x01 for Ed25519, key). */
function readKey(text) {
  const [, name, id, encoded] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(text) ?? []
  const bytes = base64(encoded, 33)
  if (bytes?.[0] !== 1 || sha256(`${name}\n`, bytes).toString('hex', 0, 4) !== id) return undefined
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)])
  return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) }
}

/** The checkpoint of a note whose signatures are all by these keys. */
function readCheckpoint(note, origin, keys) {
  const end = note.lastIndexOf('\n\n')
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2).split('\n')
  if (end < 0 || lines.pop() !== '' || lines.length === 0) return undefined
  for (const line of lines) {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? []
    const bytes = base64(encoded)
    const known = keys.find(key => key.name === name && key.id === bytes?.toString('hex', 0, 4))
    if (!known || !verify(null, Buffer.from(text), known.key, bytes.subarray(4))) return undefined
  }
  const [first, size, encoded, ...more] = text.split('\n')
  const root = base64(encoded, 32)
  const isSound =
    first === origin && /^(0|[1-9]\d*)$/.test(size) && isCount(Number(size)) && more.join() === ''
  return isSound && root ? { size: Number(size), root } : undefined
}

/** JSON to the letter as it would be written. */
function exactly(text) {
  try {
    const value = JSON.parse(text)
    return JSON.stringify(value) === text ? value : undefined
  } catch {
    return undefined
  }
}

const MANIFEST = 'format,log,origin,kind,from,to,count,left,keys,checkpoints'
const LEAF = 'leaf,hash,data,salt,text'
const isOf = (value, members) => Object.keys(value ?? {}).join() === members
const areHashes = list => Array.isArray(list) && list.every(hash => base64(hash, 32))
function isManifest(head) {
  if (!isOf(head, MANIFEST) || head.format !== 'signpost/ledger-bundle/v1') return false
  const { log, kind, from, to, count, keys, checkpoints } = head
  if (!/^(activity|governance)$/.test(log) || !/^(range|selection)$/.test(kind)) return false
  if (![from, to, count].every(isCount) || from > to) return false
  if (kind === 'range' ? count !== to - from : to !== 0 || checkpoints?.length !== 1) return false
  const isSound = one => isOf(one, 'note,right') && areHashes(one.right)
  return keys?.length > 0 && checkpoints?.length > 0 && checkpoints.every(isSound) && areHashes(head.left)
}
function isLeaf(line, kind) {
  if (!isOf(line, kind === 'range' ? LEAF : `${LEAF},proof`)) return false
  const { leaf, hash, data, salt, text } = line
  if (!isCount(leaf) || !/^[0-9a-f]{64}$/.test(hash)) return false
  if (![data, text].every(value => value === null || typeof value === 'string')) return false
  if ((salt === null) !== (text === null) || (data === null && text !== null)) return false
  return (salt === null || base64(salt, 32)) && (kind === 'range' || areHashes(line.proof))
}

/** The faults of a bundle, [place, what] each; the first is where to look. */
export function verifyBundle(bytes, trusted = []) {
  const faults = []
  const fault = (place, what) => faults.push([place, what])
  const lines = linesOf(bytes)
  const head = exactly(lines.next().value)
  if (!isManifest(head)) return [['line 1', 'not the manifest of a bundle, or not as it was written']]
  const { origin, kind, from, to, count } = head
  const isRange = kind === 'range'
  const keys = head.keys.map((text, index) => {
    const key = readKey(text)
    const isFit = key?.name === origin && (trusted.length === 0 || trusted.includes(text))
    if (!isFit) fault(`key ${index + 1}`, 'not a key of the log, or none that you trust')
    return key ?? {}
  })
  let before = -1
  const checkpoints = head.checkpoints.map(({ note, right }, index) => {
    const isLast = index === head.checkpoints.length - 1
    const found = readCheckpoint(note, origin, keys) ?? { size: -1 }
    const isFit = found.size > before && found.size >= from && (isLast ? found.size >= to : found.size <= to)
    const rights = isRange && isLast && isFit ? heights(to, found.size) : []
    if (isFit && right.length === rights.length) before = found.size
    else fault(`checkpoint ${index + 1}`, 'not signed, or not of these leaves')
    return { ...found, rights: rights.map((height, at) => [height, base64(right[at])]) }
  })
  const lefts = isRange ? heights(0, from) : []
  if (head.left.length !== lefts.length) fault('line 1', 'other hashes before its leaves than it must have')
  if (faults.length > 0) return faults

  let trees = lefts.map((height, index) => ({ height, hash: base64(head.left[index]) }))
  let [size, compared, seen] = [isRange ? from : -1, 0, 0]
  const isSealed = () => {
    const checkpoint = checkpoints[compared]
    if (!isRange || checkpoint?.size !== size) return true
    compared += 1
    if (rootOf(trees).equals(checkpoint.root)) return true
    // A leaf whose hash is wrong has been named already.
    if (faults.length === 0) fault(`checkpoint ${compared}`, `${size} leaves do not lead to its root`)
    return false
  }
  if (!isSealed()) return faults
  for (const text of lines) {
    seen += 1
    const line = exactly(text)
    if (!isLeaf(line, kind)) return [...faults, [`line ${seen + 1}`, 'not a leaf, or not as it was written']]
    const { leaf, data, salt, proof } = line
    if (isRange && (leaf !== size || leaf >= to))
      return [...faults, [`leaf ${size}`, `leaf ${leaf} stands in its place`]]
    const hash = Buffer.from(line.hash, 'hex')
    const about = (data ?? '').split('\n')
    const commits = () => sha256(base64(salt), line.text).toString('hex')
    let what = ''
    if (data !== null && !sha256(Buffer.of(0), data).equals(hash))
      what = 'its data is not what its hash is of'
    else if (line.text !== null && commits() !== about.at(-2)) what = 'its entry is not the one it commits to'
    else if (!isRange && leaf <= size) what = 'it stands behind one that comes after it'
    else if (!isRange && !proves(hash, leaf, checkpoints[0], proof)) what = 'its proof leads elsewhere'
    if (what !== '') fault(`leaf ${leaf}`, `${what} (${about.slice(1, -2).join(', ')})`)
    if (isRange) trees = add(trees, 0, hash)
    size = isRange ? size + 1 : leaf
    if (!isSealed()) return faults
  }
  if (faults.length > 0) return faults
  if (seen !== count) return [[isRange ? `leaf ${size}` : 'line 1', `it has ${seen} of ${count} leaves`]]
  const last = checkpoints.at(-1)
  for (const [height, hash] of last.rights) trees = add(trees, height, hash)
  size = last.size
  if (compared < checkpoints.length) isSealed()
  return faults
}

/** Lines with their ends taken off; what has none is no line. */
function* linesOf(bytes) {
  for (let at = 0, end = 0; at < bytes.length; at = end + 1) {
    end = bytes.indexOf(10, at)
    yield end < 0 ? undefined : bytes.toString('utf8', at, end)
    if (end < 0) return
  }
}

if (realpathSync(process.argv[1] ?? '.') === fileURLToPath(import.meta.url)) {
  const [bundle, ...trusted] = process.argv.slice(2)
  const faults = verifyBundle(readFileSync(bundle ?? 'BUNDLE'), trusted)
  for (const [place, what] of faults) console.log(`${place}: ${what}`)
  if (faults.length === 0)
    console.log(`Sound, by ${trusted.length > 0 ? 'keys you trust' : 'its own keys only'}.`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
