import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { Command } from 'commander'
import { addDirectoryCommands } from '../../src/cli/directory-commands.ts'
import { CommandError } from '../../src/cli/operation.ts'
import { type PolicyVersion, policyInForce } from '../../src/policy/index.ts'
import { draftPolicy } from '../../src/policy-versions/index.ts'
import { nativeDoor, standing } from '../http/native-door.ts'
import { openHouse } from '../support/house.ts'

type Answer = { readonly code: number; readonly said: string; readonly warned: string }

describe('on the command line', async () => {
  const house = await openHouse()
  const { rooms } = house
  const folder = await mkdtemp(join(tmpdir(), 'signpost-decide-'))
  after(() => rm(folder, { recursive: true }))

  /** Runs a command as a server does on a command line's behalf. */
  const signpost = async (...given: string[]): Promise<Answer> => {
    const said: string[] = []
    const warned: string[] = []
    const program = new Command('signpost')
    addDirectoryCommands(program, work =>
      work({
        config: rooms.config,
        database: rooms.database,
        clock: rooms.clock,
        random: size => new Uint8Array(size),
        folder,
        settle: async () => {},
        settleLog: () => rooms.recorder.settle(),
        signal: new AbortController().signal,
        print: line => said.push(line),
        warn: line => warned.push(line),
        progress: () => {},
      }),
    )
    try {
      await program.parseAsync(given, { from: 'user' })
      return { code: 0, said: said.join('\n'), warned: warned.join('\n') }
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      return { code: 1, said: said.join('\n'), warned: error.message }
    }
  }

  const door = await nativeDoor(house)
  const near = '/api/v1/services?near=LS1%204AP&limit=2'
  const desk = standing(house)
  const several = standing(
    house,
    { account: { ...desk.account, id: 'several' } },
    { purposes: ['urgent-care-referral', 'care-coordination'] },
  )
  const small = standing(
    house,
    { account: { ...desk.account, id: 'small' }, connection: { id: 'small', environment: 'production' } },
    { volume: { perMinute: 1, perDay: 9 } },
  )
  const idOf = async (...asked: Parameters<typeof door.ask>): Promise<string> => {
    const answer = await door.ask(...asked)
    return answer.json<{ decisionId: string }>().decisionId
  }
  const from = new Date(house.clock.now()).toISOString()
  const allowed = await idOf(desk, near)
  const refused = await idOf(several, near)
  const elsewhere = await idOf(desk, '/api/v1/services?near=EH1%201AA')
  const far = await idOf(several, `${near}&purpose=care-coordination&within=90000`)
  await idOf(small, near)
  const usedUp = await idOf(small, near)
  house.clock.advance(60_000)
  await rooms.follower.catchUp()
  const to = new Date(house.clock.now()).toISOString()
  const later = await idOf(desk, near)

  describe('a decision', () => {
    it('that allowed is explained check by check, and is the one recorded', async () => {
      const { code, said } = await signpost('decide', 'explain', allowed)
      assert.equal(code, 0)
      for (const part of [
        `Decision ${allowed}: search by account-1 (XYZ01) at ${from}`,
        'Under policy version 2025-02-25',
        '  passed       purpose: It is for urgent-care-referral, which is agreed.',
        'Allowed: for the professional audience, for urgent-care-referral.',
        'AUP25-09  ',
        'This is the decision that was recorded.',
      ])
        assert.ok(said.includes(part), `${part}\n\n${said}`)
      assert.doesNotMatch(said, /REFUSED|not reached|undefined/)
    })

    it('that refused says which check, which clauses, and who can put it right', async () => {
      const { code, said } = await signpost('decide', 'explain', refused)
      assert.equal(code, 0)
      assert.match(
        said,
        /REFUSED {6}purpose: Agreed: urgent-care-referral, care-coordination\. {2}\(AUP25-10/,
      )
      assert.match(said, /not reached {2}distance/)
      assert.match(said, /Refused: .+ \(purpose-missing\)\.\n/)
      assert.match(said, /Who can put it right: you\./)
    })

    it('shows no place more finely than the log holds it', async () => {
      for (const id of [allowed, elsewhere]) {
        for (const json of [[], ['--json']])
          assert.doesNotMatch((await signpost('decide', 'explain', id, ...json)).said, /LS1 4AP|EH1/)
      }
    })

    it('that the volume held up says that policy allowed it', async () => {
      const { code, said } = await signpost('decide', 'explain', usedUp)
      assert.equal(code, 0, said)
      assert.match(said, /Policy allowed it; what came after did not\.\nRefused: .+ \(quota-exhausted\)/)
    })

    it('comes as JSON with the facts and the question', async () => {
      const { said } = await signpost('decide', 'explain', refused, '--json')
      const explained: {
        agrees: boolean
        caller: { account: { id: string } }
        question: { action: string }
        checks: { outcome: string }[]
        decision: { reason: string }
      } = JSON.parse(said)
      assert.equal(explained.agrees, true)
      assert.equal(explained.caller.account.id, 'several')
      assert.equal(explained.question.action, 'search')
      assert.equal(explained.decision.reason, 'purpose-missing')
      assert.equal(explained.checks.filter(check => check.outcome === 'refused').length, 1)
    })

    it('is taken again with all of its stretch, and all come out as recorded', async () => {
      const { code, said } = await signpost('decide', 'replay', `${from}..${to}`)
      assert.equal(code, 0, said)
      assert.match(said, /^6 of 6 decisions taken again are those recorded\.$/m)
      const own = await signpost('decide', 'replay', `${from}..${to}`, '--account', 'several', '--json')
      const { taken, same }: { taken: number; same: number } = JSON.parse(own.said)
      assert.deepEqual([taken, same], [2, 2])
      assert.match((await signpost('decide', 'replay')).warned, /Say which questions/)
    })

    it('that does not come out again ends with 1 and says what differs', async () => {
      await rooms.database.query(
        `update activity.entry set entry = replace(entry::text, '"audience":"professional"', '"audience":"public"')::json
         where id = $1::uuid`,
        [later],
      )
      const { code, said, warned } = await signpost('decide', 'explain', later)
      assert.equal(code, 1)
      assert.match(
        said,
        /NOT the decision that was recorded:\n {2}audience: recorded public, decided now professional/,
      )
      assert.match(warned, /not the one that was recorded/)
      const after = new Date(house.clock.now() + 1).toISOString()
      const replayed = await signpost('decide', 'replay', `${to}..${after}`)
      assert.equal(replayed.code, 1)
      assert.match(replayed.said, /^0 of 1 decisions/)
      assert.match(
        replayed.said,
        new RegExp(`${later}.+\\n {4}audience: recorded public, decided now professional`),
      )
    })

    it('that there is none of, or from before facts were kept, is said to be so', async () => {
      for (const id of ['019e8d23-e380-7000-8000-000000000000', 'nonsense']) {
        const { code, warned } = await signpost('decide', 'explain', id)
        assert.equal(code, 1)
        assert.match(warned, /No entry has the decision id/)
      }
      await rooms.database.query(
        `update activity.entry set entry = (entry::jsonb - 'facts')::json where id = $1::uuid`,
        [later],
      )
      assert.match((await signpost('decide', 'explain', later)).warned, /from before the log kept/)
    })
  })

  describe('a policy version', () => {
    const { hash: _, citations: __, ...inForce }: PolicyVersion = policyInForce(house.clock.now())
    const draft = {
      ...inForce,
      id: '2027-01-01',
      title: 'A trial',
      effectiveFrom: Date.parse('2027-01-01T00:00:00Z'),
      parameters: { ...inForce.parameters, distanceMetresMax: 50_000, distanceMetresDefault: 40_000 },
      changes: 'Searches reach less far.',
    }
    const rehearse = (...given: string[]) => signpost('policy', 'rehearse', ...given)

    it('is tried on the questions of a stretch of the log, and says who would be refused what, and why', async () => {
      await writeFile(join(folder, 'draft.json'), JSON.stringify(draft))
      const { code, said } = await rehearse('draft.json', '--from', from, '--to', to)
      assert.equal(code, 0, said)
      assert.match(said, /^Version 2027-01-01, tried on 6 recorded questions, from 2026-/)
      assert.match(said, /5 would be decided as they were, 1 newly refused, 0 newly allowed/)
      assert.match(
        said,
        /answered → refused \(distance-above-agreed\): 1 questions of 1 accounts\n {6}.+In the hands of you/,
      )
      assert.ok(
        said.includes(
          `  several, of 2 questions:\n    answered → refused (distance-above-agreed): 1, such as ${far}`,
        ),
      )
      assert.doesNotMatch(said, /account-1|undefined/)
      assert.equal((await rehearse('draft.json', '--log', `${from}..${to}`)).said, said)
    })

    it('may be one in force: then nothing changes, but for what an earlier one would have done', async () => {
      const same = await rehearse('2025-02-25', '--from', from, '--to', to)
      assert.match(same.said, /6 would be decided as they were, 0 newly refused, 0 newly allowed/)
      assert.doesNotMatch(same.said, /What would change|For whom/)
      const older = await rehearse('2018-07-03', '--from', from, '--to', to)
      assert.match(older.said, /refused \(purpose-missing\) → answered: 1 questions/)
      assert.ok(older.said.includes(refused))
    })

    it('may be a draft that is kept here', async () => {
      const deed = {
        who: 'test',
        actingAs: 'compliance-reviewer',
        why: 'to try it',
        at: house.clock.now(),
      } as const
      assert.equal(await draftPolicy(rooms.database, draft, deed), 'drafted')
      const { said } = await rehearse('2027-01-01', '--from', from, '--to', to, '--json')
      const report: {
        newlyRefused: number
        skipped: number
        byAccount: { account: string; changes: { after: string; samples: string[] }[] }[]
      } = JSON.parse(said)
      assert.equal(report.newlyRefused, 1)
      assert.equal(report.skipped, 0)
      const [several] = report.byAccount
      assert.equal(several?.account, 'several')
      assert.deepEqual(several?.changes[0]?.samples, [far])
    })

    it('cannot be tried on what was recorded before facts were, and says how much that is', async () => {
      const { said } = await rehearse('draft.json', '--from', from, '--to', '2099-01-01')
      assert.match(said, /tried on 6 recorded questions/)
      assert.match(said, /1 more are from before/)
    })

    it('that is none, or a range that is none, is refused with what to do', async () => {
      const span = ['--from', from, '--to', to]
      await writeFile(join(folder, 'broken.json'), '{')
      await writeFile(join(folder, 'wrong.json'), JSON.stringify({ ...draft, id: '1', more: 1 }))
      const cases: [RegExp, string[]][] = [
        [/no policy version nowhere, and no file of that name/, ['nowhere', ...span]],
        [/broken\.json is not JSON/, ['broken.json', ...span]],
        [/wrong\.json is not a policy version:\n {2}[\s\S]*more/, ['wrong.json', ...span]],
        [/Say which questions/, ['2025-02-25']],
        [/Say which questions/, ['2025-02-25', '--from', from]],
        [/Say which questions/, ['2025-02-25', '--log', from]],
        [/Say which questions/, ['2025-02-25', '--log', `${from}..${to}..${to}`]],
        [/--from takes a time/, ['2025-02-25', '--from', 'yesterday', '--to', to]],
        [/--log takes a time/, ['2025-02-25', '--log', 'a..b']],
        [/ends before it begins/, ['2025-02-25', '--from', to, '--to', from]],
        [/not both/, ['2025-02-25', '--log', `${from}..${to}`, '--to', to]],
      ]
      for (const [pattern, given] of cases) {
        const { code, warned } = await rehearse(...given)
        assert.equal(code, 1)
        assert.match(warned, pattern)
      }
    })
  })
})
