import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Journal, openJournal } from '../../src/activity/journal.ts'
import { journalReader } from '../../src/activity/journal-reader.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { type Fault, SimulatedDisk } from './simulated-disk.ts'

const clock = simulatedClock(0)
const open = (disk: SimulatedDisk, segmentBytes = 1 << 20) =>
  openJournal({ files: disk.files, node: 'n1', clock, segmentBytes })

async function readAll(disk: SimulatedDisk, journal: Journal): Promise<string[]> {
  const reader = journalReader(disk.files, journal, 1)
  const texts: string[] = []
  for (let run = await reader.read(3); run; run = await reader.read(3)) {
    assert.equal(run.first, texts.length + 1)
    texts.push(...run.texts)
  }
  await reader.close()
  return texts
}

const fault: fc.Arbitrary<Fault> = fc.record({
  on: fc.constantFrom('write', 'datasync', 'truncate', 'syncFolder', 'create', 'remove'),
  code: fc.constantFrom('EIO', 'ENOSPC'),
})
const shortWrite: fc.Arbitrary<Fault> = fc
  .integer({ min: 1, max: 700 })
  .map(takeBytes => ({ on: 'write', code: 'short', takeBytes }))

const step = fc.record({
  appended: fc.integer({ min: 0, max: 12 }),
  faults: fc.oneof(fc.constant([]), fc.array(fc.oneof(fault, shortWrite), { maxLength: 4 })),
  ends: fc.constantFrom('go on', 'go on', 'kill', 'cut the power'),
  /** How many turns of the event loop into the appending the power goes. */
  turns: fc.integer({ min: 0, max: 6 }),
  survivors: fc.infiniteStream(fc.boolean()),
})

describe('the journal', () => {
  it('acknowledges an entry only after a datasync that began when all its bytes were written', async () => {
    const disk = new SimulatedDisk()
    const journal = await open(disk)
    const acknowledge = (text: string) =>
      journal.append(text).then(() => disk.log.push(`acknowledged ${text}`))
    await Promise.all([acknowledge('"a"'), acknowledge('"b"')])
    await acknowledge('"c"')
    const name = '00000001.journal'
    assert.deepEqual(
      disk.log.slice(disk.log.indexOf(`create ${name}`)).map(line => line.replace(/ \d+\+\d+$/, '')),
      [
        `create ${name}`,
        `write ${name}`,
        `datasync ${name}`,
        'syncFolder',
        `write ${name}`,
        `datasync ${name}`,
        'acknowledged "a"',
        'acknowledged "b"',
        `write ${name}`,
        `datasync ${name}`,
        'acknowledged "c"',
      ],
    )
  })

  it('begins a new segment when one is full, and its name is on the disk before an entry is in it', async () => {
    const disk = new SimulatedDisk()
    const journal = await open(disk, 300)
    const texts = Array.from({ length: 12 }, (_, index) => JSON.stringify({ index, pad: 'x'.repeat(60) }))
    for (const text of texts) await journal.append(text)
    assert.ok(journal.segments().length > 3)
    for (const { name } of journal.segments()) {
      const created = disk.log.indexOf(`create ${name}`)
      const named = disk.log.indexOf('syncFolder', created)
      const entryWrites = disk.log.filter(line => line.startsWith(`write ${name}`))
      assert.ok(named < disk.log.indexOf(entryWrites[1] ?? '') || entryWrites.length === 1)
    }
    assert.deepEqual(await readAll(disk, journal), texts)
    const again = await open(disk, 300)
    assert.equal(again.durable(), 12)
    assert.deepEqual(await readAll(disk, again), texts)
  })

  it('refuses while the disk is full, keeps what it had, and recovers by itself when there is room', async () => {
    const disk = new SimulatedDisk()
    const journal = await open(disk)
    await journal.append('"kept"')
    disk.faults.push({ on: 'write', code: '', takeBytes: 11 }, { on: 'write', code: 'ENOSPC' })
    await assert.rejects(journal.append('"lost"'), /ENOSPC/)
    assert.match(journal.fault() ?? '', /ENOSPC/)
    await journal.append('"kept too"')
    assert.equal(journal.fault(), undefined)
    assert.deepEqual(await readAll(disk, journal), ['"kept"', '"kept too"'])
    const again = await open(disk)
    assert.deepEqual(await readAll(disk, again), ['"kept"', '"kept too"'])
  })

  it('finishes a write that took fewer bytes than asked', async () => {
    const disk = new SimulatedDisk()
    const journal = await open(disk)
    for (const takeBytes of [1, 5, 9]) disk.faults.push({ on: 'write', code: '', takeBytes })
    await journal.append('"whole"')
    assert.deepEqual(await readAll(disk, journal), ['"whole"'])
  })

  it('finds by a probe, without traffic, that the disk takes bytes again', async () => {
    const disk = new SimulatedDisk()
    const journal = await open(disk)
    disk.faults.push({ on: 'write', code: 'EIO' })
    await assert.rejects(journal.append('"lost"'), /EIO/)
    journal.probe()
    await journal.close()
    assert.equal(journal.fault(), undefined)
    assert.deepEqual(await readAll(disk, journal), [])
  })

  it('never trusts a file again whose datasync has failed', async () => {
    const disk = new SimulatedDisk()
    const journal = await open(disk)
    await journal.append('"a"')
    disk.faults.push({ on: 'datasync', code: 'EIO' })
    await assert.rejects(journal.append('"refused"'), /EIO/)
    const before = disk.log.length
    await journal.append('"b"')
    assert.ok(disk.log.slice(before).every(line => !line.includes('00000001')))
    assert.deepEqual(await readAll(disk, journal), ['"a"', '"b"'])
    disk.powerCut(() => false)
    assert.deepEqual(await readAll(disk, await open(disk)), ['"a"', '"b"'])
  })

  it('stays unwritable while no new segment can be made, and says why', async () => {
    const disk = new SimulatedDisk()
    const journal = await open(disk)
    disk.faults.push({ on: 'datasync', code: 'EIO' }, { on: 'create', code: 'EROFS' })
    await assert.rejects(journal.append('"a"'), /EIO/)
    await assert.rejects(journal.append('"b"'), /EROFS/)
    assert.match(journal.fault() ?? '', /EROFS/)
    await journal.append('"c"')
    assert.deepEqual(await readAll(disk, journal), ['"c"'])
  })

  it('refuses to open the journal of another node', async () => {
    const disk = new SimulatedDisk()
    await open(disk)
    await assert.rejects(openJournal({ files: disk.files, node: 'n2', clock }), /written by the node "n1"/)
  })

  it('refuses to open when an acknowledged entry has changed on the disk', async () => {
    const disk = new SimulatedDisk()
    const journal = await open(disk)
    await journal.append('"one"')
    await journal.append('"two"')
    const name = '00000001.journal'
    const bytes = Buffer.from(disk.contents(name))
    bytes[bytes.indexOf('one')] = 0x78
    disk.overwrite(name, bytes)
    await assert.rejects(open(disk), /damaged in 00000001\.journal at byte \d+/)
  })

  it('loses no acknowledged entry and doubles none, through any run of faults, kills and power cuts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async steps => {
        const disk = new SimulatedDisk()
        const acknowledged: string[] = []
        const refused = new Set<string>()
        let journal: Journal | undefined = await open(disk, 2500)
        let count = 0
        const append = (to: Journal, number: number): Promise<unknown> =>
          Promise.all(
            Array.from({ length: number }, () => {
              count += 1
              const text = JSON.stringify({
                count,
                pad: 'x'.repeat((count * 37) % 300),
              })
              return to.append(text).then(
                () => acknowledged.push(text),
                () => refused.add(text),
              )
            }),
          )
        for (const { appended, faults, ends, turns, survivors } of steps) {
          disk.faults.splice(0, disk.faults.length, ...faults)
          const appending = journal ? append(journal, appended) : undefined
          if (ends === 'cut the power') {
            for (let turn = 0; turn < turns; turn += 1) await new Promise(resolve => setImmediate(resolve))
            disk.powerCut(() => survivors.next().value ?? false)
          }
          await appending
          if (ends === 'go on') continue
          journal = await open(disk, 2500).catch((error: unknown) => {
            assert.doesNotMatch(String(error), /damaged/)
            return undefined
          })
        }
        disk.faults.length = 0
        const found = await readAll(disk, await open(disk, 2500))
        assert.equal(new Set(found).size, found.length)
        assert.deepEqual(
          found.filter(text => !refused.has(text)),
          acknowledged,
        )
      }),
      { numRuns: 400 },
    )
  })
})
