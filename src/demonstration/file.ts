import { readFile, rename, writeFile } from 'node:fs/promises'
import Type from 'typebox'
import { Compile } from 'typebox/compile'

const Account = Type.Object({
  name: Type.String(),
  kind: Type.String(),
  clientId: Type.String(),
  /** The `kid` to put in the header of a client assertion. */
  keyId: Type.String(),
  /** PKCS #8 PEM, beside this file. */
  privateKeyFile: Type.String(),
  audience: Type.String(),
  can: Type.String(),
  /** What the older interfaces know it by; a password and a key only in the file of a node that issued them. */
  username: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  apiKey: Type.Optional(Type.String()),
  /** Where those are taken, and how. */
  secretFor: Type.Optional(Type.String()),
})
const Person = Type.Object({
  id: Type.String(),
  name: Type.String(),
  role: Type.String(),
  /** The region, organisation, supplier or entry the role is held for; null for the operator's. */
  scope: Type.Union([Type.String(), Type.Null()]),
  userName: Type.String(),
  password: Type.String(),
  can: Type.String(),
})

/** What var/demo.json holds: how to play each part of the demonstration world. */
const File = Type.Object({
  baseUrl: Type.String(),
  tokenUrl: Type.String(),
  accounts: Type.Array(Account),
  /** Who can sign in, one for each role at least. */
  people: Type.Array(Person),
})

export type DemonstrationAccount = Type.Static<typeof Account>
export type DemonstrationPerson = Type.Static<typeof Person>
export type DemonstrationFile = Type.Static<typeof File>

const check = Compile(File)

/** Reads demo.json; undefined when there is none. @throws when there is one that is not as we write it */
export async function readDemonstrationFile(path: string): Promise<DemonstrationFile | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : check.Parse(JSON.parse(text))
}

/** Writes demo.json whole or not at all, for this user only: it leads to private keys. */
export async function writeDemonstrationFile(path: string, file: DemonstrationFile): Promise<void> {
  await writeFile(`${path}.part`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.part`, path)
}
