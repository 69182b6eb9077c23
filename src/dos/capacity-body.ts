import { CAPACITIES, CAPACITY_RESET_MINUTES, type CapacityStatus } from '../directory/index.ts'

/** What a change of capacity asks for (sources, DoS 3). */
export type CapacityWanted = {
  readonly status: CapacityStatus
  /** For how long a raised status stands, minutes. */
  readonly resetMinutes: number
  /** As they are kept: never without what the interface puts before them. */
  readonly notes: string
}

/** What is wrong with a member; `member` may be one there is none of. */
export type CapacityFault = { readonly member: string; readonly message: string }

export type CapacityRead =
  | { readonly outcome: 'read'; readonly wanted: CapacityWanted }
  | { readonly outcome: 'wrong'; readonly faults: readonly CapacityFault[] }

export const NOTES_MAX = 900
/** Stands before, or instead of, the notes of every change made here. */
export const NOTES_OF_API = 'Capacity status set by Capacity Status API'

const { min, max } = CAPACITY_RESET_MINUTES
const MODEL = 'defined by the CapacityStatusRequestPayload model.'

/** Word for word as clients know them, but for the runs of blanks in them. */
const MESSAGES = {
  statusMissing: 'VAL-0001 - A Capacity Status (status) has not been given.',
  statusWrong: `VAL-0002 - The given Capacity Status value is invalid and must be a value as ${MODEL}`,
  resetWrong: `VAL-0003 - The given ResetStatusIn is invalid and must an Integer value within the range ${MODEL}`,
  resetBelow: `VAL-0004 - ResetStatusIn outside of limits - the reset time given is outside the minimum limit (${min} minutes) ${MODEL}`,
  resetAbove: `VAL-0004 - ResetStatusIn outside of limits - the reset time given is outside the maximum limit (${max} minutes) ${MODEL}`,
  notesLong: `VAL-0005 - Given notes are outside of the maximum character limit (${NOTES_MAX} characters) as ${MODEL}`,
  notesBlank: 'VAL-0006 - Given notes are blank.',
  notNull: 'This field may not be null.',
  notText: 'Not a valid string.',
  unknown: 'This field is not one of status, resetStatusIn and notes.',
} as const

/** Reads what was sent; everything wrong is said at once, by member. Own members only count, whatever they are called. */
export function readCapacityBody(body: object): CapacityRead {
  const members = new Map<string, unknown>(Object.entries(body))
  const faults: CapacityFault[] = []
  const fault = (member: string) => (message: string) => {
    faults.push({ member, message })
  }
  const status = readStatus(members, fault('status'))
  const resetMinutes = readReset(members, fault('resetStatusIn'))
  const notes = readNotes(members, fault('notes'))
  for (const name of members.keys()) {
    if (!KNOWN.includes(name)) fault(name.slice(0, 100))(MESSAGES.unknown)
  }
  if (faults.length > 0 || status === undefined) return { outcome: 'wrong', faults }
  return { outcome: 'read', wanted: { status, resetMinutes, notes } }
}

const KNOWN: readonly string[] = ['status', 'resetStatusIn', 'notes']

type Members = ReadonlyMap<string, unknown>
type Say = (message: string) => void

function readStatus(members: Members, say: Say): CapacityStatus | undefined {
  if (!members.has('status')) {
    say(MESSAGES.statusMissing)
    return undefined
  }
  const given = members.get('status')
  const status = typeof given === 'string' ? CAPACITIES.find(one => one === given.toLowerCase()) : undefined
  if (status === undefined) say(MESSAGES.statusWrong)
  return status
}

/** Whole numbers may be written as text, as the interface has always read them. */
const WHOLE = /^\s*-?\d{1,15}\s*$/

function readReset(members: Members, say: Say): number {
  if (!members.has('resetStatusIn')) return CAPACITY_RESET_MINUTES.default
  const given = members.get('resetStatusIn')
  const minutes = typeof given === 'string' && WHOLE.test(given) ? Number(given) : given
  if (typeof minutes !== 'number' || !Number.isInteger(minutes)) say(MESSAGES.resetWrong)
  else if (minutes < min) say(MESSAGES.resetBelow)
  else if (minutes > max) say(MESSAGES.resetAbove)
  else return minutes
  return CAPACITY_RESET_MINUTES.default
}

/** Numbers are taken as notes. Length is counted in characters, whatever they take up. */
function readNotes(members: Members, say: Say): string {
  if (!members.has('notes')) return NOTES_OF_API
  const given = members.get('notes')
  if (given === null) say(MESSAGES.notNull)
  else if (typeof given !== 'string' && typeof given !== 'number') say(MESSAGES.notText)
  else {
    const notes = String(given)
    if (notes.trim() === '') say(MESSAGES.notesBlank)
    else if ([...notes].length > NOTES_MAX) say(MESSAGES.notesLong)
    else return `${NOTES_OF_API} - ${notes}`
  }
  return NOTES_OF_API
}
