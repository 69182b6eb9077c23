/** Something outside is in the way, and a person can put it right: the message says how, and no stack is printed. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
