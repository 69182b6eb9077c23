/**
 * Does the same work one call after the other, in the order asked: what reads the state of things and keeps it in
 * memory must not let an older answer, arriving late, overwrite a newer one. A call that fails does not hold up the next.
 */
export function inTurn<Given extends readonly unknown[]>(
  work: (...given: Given) => Promise<void>,
): (...given: Given) => Promise<void> {
  let latest: Promise<void> = Promise.resolve()
  return (...given) => {
    const next = latest.then(() => work(...given))
    latest = next.catch(() => {})
    return next
  }
}
