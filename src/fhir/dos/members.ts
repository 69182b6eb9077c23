/** What is wrong with one element, by its name as FHIR writes it: `telecom[0].value`. */
export type ElementFault = { readonly element: string; readonly message: string }

/** Takes down what is wrong while a resource is read, so that all of it is told at once. */
export type Faults = {
  readonly add: (element: string, message: string) => undefined
  readonly all: readonly ElementFault[]
}

const FAULTS_MAX = 50

export function createFaults(): Faults {
  const all: ElementFault[] = []
  return {
    all,
    add: (element, message) => {
      if (all.length < FAULTS_MAX) all.push({ element: element.slice(0, 200), message })
      return undefined
    },
  }
}

export type JsonObject = Readonly<Record<string, unknown>>

/** The value as an object with no other members than these; undefined, with what is wrong taken down, when it is none. */
export function objectWith(
  value: unknown,
  element: string,
  known: readonly string[],
  faults: Faults,
): JsonObject | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return faults.add(element, 'This must be an object.')
  }
  const members: JsonObject = Object.fromEntries(Object.entries(value))
  for (const [name, held] of Object.entries(members)) {
    if (known.includes(name)) continue
    const at = element === '' ? name : `${element}.${name}`
    faults.add(at, `Unexpected field '${shown(name)}' with value '${shown(JSON.stringify(held) ?? '')}'.`)
  }
  return members
}

/** The value as a list of at most `most`; undefined, with what is wrong taken down, when it is none. */
export function listOf(
  value: unknown,
  element: string,
  most: number,
  faults: Faults,
): readonly unknown[] | undefined {
  if (!Array.isArray(value)) return faults.add(element, 'This must be a list.')
  return value.length > most ? faults.add(element, `There may be at most ${most}.`) : value
}

/** What was sent, as an answer may repeat it. */
export const shown = (text: string): string => text.replaceAll(/^"|"$|\p{C}/gu, '').slice(0, 100)
