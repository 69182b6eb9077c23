import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { idsAfter, logAfter, newestByNode, recordedReader } from '../../../src/activity/index.ts'
import { middleOfSquare, squareOfCell } from '../../../src/places/index.ts'
import { idMaker } from '../../../src/vocabulary/index.ts'
import {
  type Detection,
  type DetectionOptions,
  openWatch,
  type Watch,
  type WatchedService,
} from '../../../src/watch/index.ts'
import { openHouse } from '../../support/house.ts'

/** One thing an account may do; what is found of it does not matter here, only that the log tells it again. */
const asked = fc.oneof(
  fc.record({
    account: fc.constantFrom('gp-software', 'call-centre', 'pharmacy-finder', 'booking-desk', 'legacy-desk'),
    url: fc
      .tuple(
        fc.constantFrom('LS1 4AP', 'M1 1AE', 'Leeds', 'B1', 'EX1 1HS', 'NE1 1EE', '430500,433500', 'LS6 1'),
        fc.constantFrom('', '&type=13', '&limit=5', '&case=TEST'),
      )
      .map(([near, more]) => `/api/v1/services?near=${encodeURIComponent(near)}${more}`),
  }),
  fc.record({
    account: fc.constant('gp-software'),
    url: fc
      .constantFrom('LS1 4AP', 'M1 1AE', 'B1 1AA', 'EX1 1HS', 'NE1 1EE', 'LS6 1AA', 'BS1 4DJ')
      .map(near => `/api/v1/services?purpose=care-coordination&near=${encodeURIComponent(near)}`),
  }),
  fc.record({
    account: fc.constantFrom('booking-desk', 'call-centre'),
    url: fc.integer({ min: 1, max: 500 }).map(id => `/api/v1/services/${id}`),
  }),
)

/**
 * That what a detection knows comes back after a restart, exactly (AUP25-29).
 * @param read what a snapshot holds, to be compared by value: bytes may put the same in another order
 */
export function comesBack(
  name: string,
  make: (options: DetectionOptions) => Detection,
  read: (snapshot: Buffer) => unknown,
): void {
  describe(`what ${name} knows`, async () => {
    const made: { detection: Detection; services: readonly WatchedService[] }[] = []
    const house = await openHouse(
      {},
      {
        detection: (options: DetectionOptions) => {
          const detection = make(options)
          made.push({ detection, services: options.services })
          return detection
        },
      },
    )
    const { rooms } = house
    const { query } = rooms.database
    const live = made.at(-1)
    assert.ok(live)
    const newId = idMaker(randomBytes)
    // What another kind of detection may have left in the world this one begins with.
    await query('delete from watch.checkpoint')

    /** A node that begins with what is written down, on the same services. */
    const restarted = async (): Promise<{ watch: Watch; detection: Detection; replayed: number }> => {
      await rooms.recorder.settle()
      const detection = make({ services: live.services, accounts: [] })
      const facts = recordedReader(query)
      const watch = openWatch({
        database: rooms.database,
        clock: house.clock,
        node: rooms.watch.node,
        newId: () => newId(house.clock.now()),
        detection,
        model: 'uncalibrated',
        mode: 'brakes',
        middleOf: middleOfSquare,
        squareOf: squareOfCell(rooms.places),
        log: {
          newest: () => newestByNode(query),
          after: (node, after, limit, from) => logAfter(query, node, after, limit, from),
          idsAfter: (node, after, limit) => idsAfter(query, node, after, limit),
          callerOf: async entry => {
            const recorded = await facts(entry)
            return recorded.outcome === 'recorded' ? recorded.caller : null
          },
        },
        tell: async () => {},
        failed: (_what, error) => {
          throw error
        },
      })
      return { watch, detection, replayed: await watch.restore() }
    }
    const isSame = async (): Promise<number> => {
      const again = await restarted()
      assert.deepEqual(again.watch.live.keep(), rooms.watch.live.keep())
      assert.deepEqual(read(again.detection.snapshot()), read(live.detection.snapshot()))
      return again.replayed
    }
    const ask = async (questions: readonly { account: string; url: string }[]): Promise<void> => {
      for (const { account, url } of questions) {
        await house.ask(account, url)
        await house.advance(7000)
      }
    }

    it('comes back from the log alone', async () => {
      await ask(fc.sample(asked, { numRuns: 80, seed: 3 }))
      assert.ok((await isSame()) >= 60)
      assert.ok(rooms.watch.status().observations > 40)
    })

    it('comes back from a checkpoint and the log since, whenever that was written', async () => {
      for (const seed of [11, 12, 13]) {
        await ask(fc.sample(asked, { numRuns: 20, seed }))
        // Once, some of what is known has no number in the log yet.
        const followed = seed !== 12
        if (followed) {
          await rooms.recorder.settle()
          await rooms.watch.follow()
        }
        await rooms.watch.save()
        const none = await isSame()
        assert.equal(none === 0, followed)
        await ask(fc.sample(asked, { numRuns: 20, seed: seed + 100 }))
        assert.ok((await isSame()) >= 20)
      }
    })

    it('raises nothing twice, however often the log is read', async () => {
      await rooms.watch.flush()
      const before = await query('select id, times from watch.finding order by id')
      await (await restarted()).watch.flush()
      assert.deepEqual(await query('select id, times from watch.finding order by id'), before)
    })

    it('goes on after a restart where it was: the same question raises the same', async () => {
      const again = await restarted()
      for (const account of ['demo-gp-software', 'demo-booking-desk', 'demo-call-centre']) {
        assert.equal(
          again.detection.brakeOn(account, house.clock.now()),
          live.detection.brakeOn(account, house.clock.now()),
        )
      }
    })
  })
}
