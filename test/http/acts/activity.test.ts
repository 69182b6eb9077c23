import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isHeld } from '../../../src/activity/index.ts'
import { openHouse } from '../../support/house.ts'

type Listed = {
  readonly entries: readonly {
    readonly id: string
    readonly organisation: string
    readonly decision: string
  }[]
  readonly next: string | null
}
type Used = {
  readonly rows: readonly { readonly account: string; readonly answered: number; readonly refused: number }[]
}

describe('the activity log, for those it concerns', async () => {
  const house = await openHouse()
  const { database, recorder } = house.rooms
  for (const near of ['LS1 4AP', 'EH1 1AA', 'LS1', 'SE1']) {
    const url = `/api/v1/services?near=${encodeURIComponent(near)}&type=pharmacy&limit=3`
    await house.ask('call-centre', url)
    await house.ask('gp-software', url)
    await house.advance(1000)
  }
  await recorder.settle()
  const [some] = await database.query<{ organisation: string; account: string }>(
    `select organisation, account from activity.entry where account like '%gp-software%' limit 1`,
  )
  assert.ok(some)
  const auditor = await house.person([{ role: 'auditor' }])
  const admin = await house.person([{ role: 'euo-admin', scope: some.organisation }])
  const elsewhere = await house.person([{ role: 'euo-admin', scope: 'ZZ999' }])
  const list = async (who: typeof admin, query = ''): Promise<Listed> => {
    const answer = await who.ask('GET', `/api/v1/activity${query}`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<Listed>()
  }

  it('shows an organisation its own questions, and none of others', async () => {
    const { entries } = await list(admin)
    assert.equal(entries.length, 4)
    assert.ok(entries.every(({ organisation }) => organisation === some.organisation))
    assert.deepEqual((await list(elsewhere)).entries, [])
    assert.deepEqual((await list(elsewhere, `?account=${some.account}`)).entries, [])
    assert.deepEqual((await list(elsewhere, `?organisation=${some.organisation}`)).entries, [])
  })

  it('shows auditors all, a page at a time, each entry once and in order', async () => {
    const all = (await list(auditor)).entries.map(({ id }) => id)
    assert.ok(all.length >= 8)
    const paged: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page: Listed = await list(auditor, `?limit=3${after === '' ? '' : `&after=${after}`}`)
      paged.push(...page.entries.map(({ id }) => id))
      after = page.next
    }
    assert.deepEqual(paged, all)
    const refused = (await list(auditor, '?decision=refuse')).entries
    assert.ok(refused.length > 0 && refused.every(({ decision }) => decision === 'refuse'))
  })

  it('sums use by day and account', async () => {
    const answer = await admin.ask('GET', '/api/v1/activity/use')
    const { rows } = answer.json<Used>()
    const sum = (member: 'answered' | 'refused') => rows.reduce((total, row) => total + row[member], 0)
    const { entries } = await list(admin)
    assert.equal(sum('answered'), entries.filter(({ decision }) => decision === 'allow').length)
    assert.equal(sum('refused'), entries.filter(({ decision }) => decision === 'refuse').length)
    const wrong = await admin.ask('GET', '/api/v1/activity/use?from=2026-06-03&until=2026-06-01')
    assert.equal(wrong.statusCode, 400)
  })

  it('keeps on record who looked', async () => {
    const looks = await database.query<{ who: string }>(
      `select who from workflow.act where entity = 'activity-reading' and entity_id = $1`,
      [auditor.id],
    )
    assert.ok(looks.length >= 4)
  })

  it('is held for an inquiry by one person at once, and released by two', async () => {
    const archivist = await house.person([{ role: 'ig-officer' }])
    const owner = await house.person([{ role: 'decision-owner' }])
    const now = house.clock.now()
    const body = {
      organisation: some.organisation,
      from: new Date(now - 1000).toISOString(),
      reference: 'Inquiry 7',
      reason: 'The police have asked for it.',
    }
    const both = await archivist.ask('POST', '/api/v1/activity-holds', { ...body, account: some.account })
    assert.equal(both.statusCode, 400)
    const placed = await archivist.ask('POST', '/api/v1/activity-holds', body)
    assert.equal(placed.statusCode, 201, placed.body)
    const { id } = placed.json<{ id: string }>()
    assert.equal(await isHeld(database, now, now + 1), true)
    const reason = { reason: 'The inquiry is over.' }
    const proposed = await archivist.ask('POST', `/api/v1/activity-holds/${id}/release`, reason)
    assert.equal(proposed.statusCode, 202, proposed.body)
    assert.equal(await isHeld(database, now, now + 1), true)
    const { proposal } = proposed.json<{ proposal: string }>()
    const agreed = await owner.ask('POST', `/api/v1/proposals/${proposal}/approval`, reason)
    assert.ok(agreed.statusCode < 300, agreed.body)
    assert.equal(await isHeld(database, now, now + 1), false)
    const again = await auditor.ask('GET', '/api/v1/activity-holds?released=true')
    assert.equal(again.json<{ holds: { releasedBy: string }[] }>().holds[0]?.releasedBy, archivist.id)
  })
})
