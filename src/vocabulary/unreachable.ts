/** The end of an exhaustive switch: does not compile while a case is missing, and throws should one slip in at run time. */
export function unreachable(value: never): never {
  throw new Error(`A value outside its closed list: ${JSON.stringify(value)}`)
}
