/** Nothing that JSON.stringify writes holds a raw tab or line end, and a person with a pager still sees the parts. */
const SEPARATOR = '\t'

export type LineParts = {
  readonly entry: string
  /** The caller facts the entry names, where no line before has carried them. */
  readonly facts?: string
  /** The entry's salt; absent in journals from before there was a ledger. */
  readonly salt?: Uint8Array
}

/** A line of the journal: an entry, behind it the facts or nothing, and its salt, so that it is the same leaf for ever. */
export const lineOf = ({ entry, facts = '', salt }: LineParts): string =>
  salt === undefined
    ? `${entry}${facts === '' ? '' : SEPARATOR}${facts}`
    : `${entry}${SEPARATOR}${facts}${SEPARATOR}${Buffer.from(salt).toString('base64')}`

/** The parts of a line, as the texts they were written as. */
export function partsOf(line: string): LineParts {
  const [entry = '', facts = '', salt] = line.split(SEPARATOR)
  return {
    entry,
    ...(facts === '' ? {} : { facts }),
    ...(salt === undefined ? {} : { salt: Buffer.from(salt, 'base64') }),
  }
}
