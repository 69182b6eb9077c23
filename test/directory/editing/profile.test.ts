import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { difference } from '../../../src/directory/editing/difference.ts'
import { mergePatch } from '../../../src/directory/editing/merge-patch.ts'
import {
  newService,
  Profile,
  ProfilePatch,
  patched,
  profileOf,
  withProfile,
} from '../../../src/directory/editing/profile.ts'
import { Service } from '../../../src/directory/service.ts'
import { shape } from '../../../src/directory/shape.ts'
import { anyValue } from '../any-service.ts'

const whole = Compile(Service)
/** Members given or not, texts of any kind: whatever the schema takes. */
const anyService: fc.Arbitrary<Service> = anyValue(Service)
  .filter(value => whole.Check(value))
  .map(value => whole.Parse(JSON.parse(JSON.stringify(value))))

/** What editors do not keep: not shown to them as theirs, and never touched. */
const NOT_EDITED = ['id', 'uid', 'capacity', 'verification', 'alignments', 'source'] as const

describe('a JSON Merge Patch', () => {
  it('does what the examples of RFC 7396 say', () => {
    for (const [target, patch, result] of [
      [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
      [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
      [{ a: 'b' }, { a: null }, {}],
      [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
      [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
      [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
      [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
      [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
      [
        ['a', 'b'],
        ['c', 'd'],
        ['c', 'd'],
      ],
      [{ a: 'b' }, ['c'], ['c']],
      [{ a: 'foo' }, null, null],
      [{ a: 'foo' }, 'bar', 'bar'],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [[1, 2], { a: 'b', c: null }, { a: 'b' }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ] as const) {
      assert.deepEqual(mergePatch(target, patch), result)
    }
  })

  it('changes neither side, and takes a member called __proto__ for one like others', () => {
    const target = { a: { b: 1 } }
    const patch: unknown = JSON.parse('{"a":{"b":null},"__proto__":{"polluted":true}}')
    const merged = Object(mergePatch(target, patch))
    assert.deepEqual(target, { a: { b: 1 } })
    assert.equal(Object.hasOwn(merged, '__proto__'), true)
    assert.equal(Object({}).polluted, undefined)
  })

  it('of anything with what it is to be, makes it so, by a patch that an independent reckoning finds', () => {
    const json = fc
      .letrec(tie => ({
        value: fc.oneof(fc.integer(), fc.string(), tie('list'), tie('object')),
        list: fc.array(fc.oneof(fc.integer(), fc.constant(null)), { maxLength: 3 }),
        object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd/e', '~'), tie('value'), { maxKeys: 3 }),
      }))
      .object.map(value => Object(JSON.parse(JSON.stringify(value))))
    fc.assert(
      fc.property(json, json, (before, after) => {
        assert.deepEqual(mergePatch(before, patchBetween(before, after)), after)
        assert.equal(
          difference(before, after).length === 0,
          JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)),
        )
      }),
    )
  })
})

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
function patchBetween(before: unknown, after: unknown): unknown {
  if (!isObject(after)) return after
  const patch: Record<string, unknown> = {}
  const from = isObject(before) ? before : {}
  for (const name of Object.keys(from)) if (!Object.hasOwn(after, name)) patch[name] = null
  for (const [name, value] of Object.entries(after)) patch[name] = patchBetween(from[name], value)
  return patch
}
const sorted = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map(name => [name, sorted(value[name])]),
      )
    : value

describe('the part of an entry that is edited', () => {
  const profile = Compile(Profile)
  const patch = Compile(ProfilePatch)

  it('is of any service what professionals see of it, and put back changes nothing', () => {
    fc.assert(
      fc.property(anyService, service => {
        const edited = profileOf(service)
        const seen = Object.fromEntries(
          Object.entries(shape(service, 'professional', 'full')).filter(
            ([name]) => !NOT_EDITED.some(one => one === name),
          ),
        )
        assert.deepEqual(edited, seen)
        const back = withProfile(service, edited)
        const operators = service.contacts.filter(({ audience }) => audience === 'operator')
        const others = service.contacts.filter(({ audience }) => audience !== 'operator')
        assert.deepEqual(back, { ...service, contacts: [...others, ...operators] })
      }),
      { numRuns: 200 },
    )
  })

  it('takes the place of another without a trace of what is not edited', () => {
    fc.assert(
      fc.property(anyService, anyService, (one, other) => {
        const after = withProfile(one, profileOf(other))
        assert.ok(whole.Check(after))
        assert.deepEqual(profileOf(after), profileOf(other))
        for (const name of NOT_EDITED) assert.deepEqual(after[name], one[name])
        const fresh = newService(profileOf(other), 7)
        assert.ok(whole.Check(fresh))
        assert.deepEqual([fresh.id, fresh.uid, fresh.capacity, fresh.alignments], [7, '7', undefined, []])
      }),
      { numRuns: 100 },
    )
  })

  it('becomes any other by a patch, which the schema of patches takes', () => {
    fc.assert(
      fc.property(anyService, anyService, (one, other) => {
        const wanted = Object(patchBetween(profileOf(one), profileOf(other)))
        assert.ok(patch.Check(wanted), JSON.stringify(patch.Errors(wanted)))
        const read = patched(profileOf(one), wanted)
        assert.equal(read.outcome, 'read')
        if (read.outcome === 'read') {
          // Nothing in instructions is no instructions: shapes leave empty objects out.
          const { instructions = {}, ...rest } = read.profile
          const { instructions: expected = {}, ...others } = profileOf(other)
          assert.deepEqual([rest, instructions], [others, expected])
        }
      }),
      { numRuns: 100 },
    )
  })

  it('names each member that is wrong, and takes none that is not an editor’s', () => {
    fc.assert(
      fc.property(anyService, fc.constantFrom(...NOT_EDITED), (service, name) => {
        assert.ok(!patch.Check({ [name]: null }))
        assert.ok(!profile.Check({ ...profileOf(service), [name]: service[name] ?? {} }))
      }),
      { numRuns: 30 },
    )
    const [service] = fc.sample(anyService, 1)
    assert.ok(service)
    const read = patched(profileOf(service), { name: null, typeId: null, openingTimes: { weekly: null } })
    assert.deepEqual(
      read.outcome === 'faulty' && read.faults.map(({ at, problem }) => `${at} ${problem}`).sort(),
      ['/name is required', '/openingTimes/weekly is required', '/typeId is required'],
    )
  })
})
