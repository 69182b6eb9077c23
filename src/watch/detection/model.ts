/**
 * What a calibration learned, as a file: plain JSON, so that an operator can read and compare it. Nothing in it tells
 * of a single account.
 */
export type Model = {
  readonly format: 'signpost-watch-model'
  readonly version: 1
  /** What findings cite; a digest of the contents. */
  readonly id: string
  /** From which traffic. */
  readonly learnedFrom: {
    readonly from: string
    readonly until: string
    readonly accounts: number
    readonly questions: number
  }
  /** Where was asked, in shares by square; an account counts for at most so much that no single one is the reference. */
  readonly places: {
    readonly squareMetres: number
    /** West, south, share of questions, share of services: four numbers a square. */
    readonly squares: readonly number[]
    /** Share of questions from where no service is near. */
    readonly elsewhere: number
  }
  /** Type and its share, two numbers each. */
  readonly types: readonly number[]
  /** How far the nearest answer is in proportion to the farthest: `nearness.ts`. By type; `pooled`: all types. */
  readonly nearness: {
    readonly pooled: readonly number[]
    readonly byType: Readonly<Record<string, readonly number[]>>
  }
  readonly classes: Readonly<Record<string, ClassModel>>
  /** For classes never calibrated. */
  readonly anyLocal: ClassModel
  readonly anyWide: ClassModel
  /** Highest evidence of honest change at wider scopes, natural logarithms. */
  readonly global: readonly number[]
}

export type ClassModel = {
  readonly accounts: number
  readonly questions: number
  /** Share of questions by distance from the nearest declared site: `RING_METRES`. */
  readonly rings: readonly number[]
  /** Share of questions outside what was declared. */
  readonly outside: number
  /** Share of questions that stay with the place, the type, of the one before. */
  readonly session: number
  readonly repeat: number
  readonly types: readonly number[]
  /** Of look-ups: share never shown to the account before, share not found. */
  readonly unseen: number
  readonly missed: number
  /** The evidence honest accounts reached, by entry of the bank, natural logarithms, margin included; empty: unknown. */
  readonly reached: readonly number[]
}

export class ModelError extends Error {
  override readonly name = 'ModelError'
}

/** Reads a model file. Throws `ModelError` in words for people when it is not one. */
export function parseModel(text: string): Model {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    throw new ModelError('The model is not JSON.')
  }
  if (!isModel(read)) {
    throw new ModelError('This is not a model of version 1. "signpost watch calibrate" makes one.')
  }
  return read
}

function isModel(read: unknown): read is Model {
  if (!isRecord(read) || read['format'] !== 'signpost-watch-model' || read['version'] !== 1) return false
  const { id, learnedFrom, places, types, nearness, classes, anyLocal, anyWide, global } = read
  return (
    typeof id === 'string' &&
    isRecord(learnedFrom) &&
    isRecord(places) &&
    typeof places['squareMetres'] === 'number' &&
    places['squareMetres'] > 0 &&
    isNumbers(places['squares']) &&
    typeof places['elsewhere'] === 'number' &&
    isNumbers(types) &&
    isNumbers(global) &&
    isRecord(nearness) &&
    isNumbers(nearness['pooled']) &&
    isRecord(nearness['byType']) &&
    Object.values(nearness['byType']).every(isNumbers) &&
    isRecord(classes) &&
    [...Object.values(classes), anyLocal, anyWide].every(isClassModel)
  )
}

const isClassModel = (read: unknown): read is ClassModel =>
  isRecord(read) &&
  ['accounts', 'questions', 'outside', 'session', 'repeat', 'unseen', 'missed'].every(
    name => typeof read[name] === 'number' && Number.isFinite(read[name]),
  ) &&
  ['rings', 'types', 'reached'].every(name => isNumbers(read[name]))

const isRecord = (read: unknown): read is Record<string, unknown> =>
  typeof read === 'object' && read !== null && !Array.isArray(read)

const isNumbers = (read: unknown): read is number[] =>
  Array.isArray(read) && read.every(item => typeof item === 'number' && Number.isFinite(item))
