import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isMaintained } from '../../src/directory/index.ts'
import { someService } from './some-services.ts'

/** Everything at or below these, found from above: child by child until nothing is new. */
function covered(parents: readonly (number | undefined)[], roots: readonly number[]): ReadonlySet<number> {
  const found = new Set(roots.filter(id => id < parents.length))
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const [id, parent] of parents.entries()) if (parent !== undefined && found.has(parent)) found.add(id)
  }
  return found
}

describe('what an account maintains', () => {
  it('is each root with all below it, in any hierarchy, also one that leads back into itself or out of itself', () => {
    const hierarchy = fc.array(fc.option(fc.nat(25), { nil: undefined }), { maxLength: 20 })
    fc.assert(
      fc.property(hierarchy, fc.array(fc.nat(25), { maxLength: 4 }), (parents, roots) => {
        const memory = {
          recordOf: (id: number) => {
            if (id >= parents.length) return undefined
            const parentId = parents[id]
            return someService(id, parentId === undefined ? {} : { parentId })
          },
        }
        const expected = covered(parents, roots)
        for (let id = 0; id < 26; id += 1) {
          assert.equal(isMaintained(memory, id, roots), expected.has(id), `${id}`)
        }
      }),
    )
  })
})
