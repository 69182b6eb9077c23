import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * The name this node records under: made once, kept in its data folder, so that it is the same after a restart. It is
 * written whole or not at all: an empty file, left by a start that was cut short, would be no name.
 */
export async function nodeName(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'node')
  const known = (await readFile(path, 'utf8').catch(() => '')).trim()
  if (known !== '') return known
  const name = `node-${randomUUID()}`
  await writeFile(`${path}.part`, `${name}\n`, { mode: 0o600 })
  await rename(`${path}.part`, path)
  return name
}
