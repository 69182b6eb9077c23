// Makes dist/ a package of its own, plain JavaScript with types, for browsers and for Node of any recent version.
import { copyFile, readFile, writeFile } from 'node:fs/promises'

const here = new URL('.', import.meta.url)
const { scripts: _, private: __, ...own } = JSON.parse(await readFile(new URL('package.json', here), 'utf8'))
const made = {
  ...own,
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
  sideEffects: false,
}
await writeFile(new URL('dist/package.json', here), `${JSON.stringify(made, null, 2)}\n`)
await copyFile(new URL('README.md', here), new URL('dist/README.md', here))
