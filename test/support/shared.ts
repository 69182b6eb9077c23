import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder of real public data that some tests measure against. It lies beside a checkout, never in it. */
const folder = new URL('../../../shared/real/', import.meta.url)

/**
 * The path of a file of real data, or undefined where it is absent.
 * Use with `{ skip: realData(name) ? false : skipMessage(name) }`.
 */
export function realData(name: string): string | undefined {
  const path = fileURLToPath(new URL(name, folder))
  return existsSync(path) ? path : undefined
}

/** For node:test's `skip`: false where the file is there, else why the test is passed over. */
export const skipWithout = (name: string): false | string =>
  realData(name)
    ? false
    : `the real data file ${name} is not beside this checkout; our own fixture is tested instead`
