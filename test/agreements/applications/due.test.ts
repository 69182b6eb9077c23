import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Application,
  applicationDueHandlers,
  approveApplication,
  askQuestion,
  giveReview,
  handOverReview,
  readAgreement,
  readApplication,
} from '../../../src/agreements/index.ts'
import { readActs, readDue, workThroughDue } from '../../../src/workflow/index.ts'
import { testDatabase } from '../../support/database.ts'
import {
  DAY,
  deedOf,
  drafted,
  expectChanged,
  inReview,
  MANAGER,
  START,
  submitted,
} from './some-application.ts'

const LEAD = deedOf('lead-63', 'dos-lead')
const AGREE = { kind: 'region', regionId: 'Y63', decision: 'agree', conditions: null } as const
const approval = (id: string) => ({
  connectionId: `connection-${id}`,
  agreementId: `agreement-${id}`,
  termMonths: 12,
  most: { results: 100, distanceMetres: 160_934 },
  footprint: { sites: [], regions: ['Y63'], national: false, volumePerDay: 40, class: 'gp' },
})

describe('applications that wait', async () => {
  const database = await testDatabase()
  const { query } = database
  const read = async (id: string): Promise<Application> => {
    const application = await readApplication(query, id)
    assert.ok(application)
    return application
  }
  const approved = async (id: string): Promise<void> => {
    await inReview(database, id)
    expectChanged(await giveReview(database, id, AGREE, LEAD))
    expectChanged(await approveApplication(database, id, approval(id), MANAGER))
  }
  const events = async (id: string) => (await readActs(query, 'application', id)).map(act => act.event)
  const dates = async (id: string) =>
    Object.fromEntries((await readDue(query, 'application', id)).map(due => [due.event, due.dueAt]))

  it('escalate a silent review when its time is over, and are granted nothing by silence', async () => {
    const told: string[] = []
    const handlers = applicationDueHandlers(async (_query, role, scopeId) => {
      told.push(`${role} ${scopeId}`)
      return []
    })
    const sweep = (now: number) =>
      workThroughDue(database, now, handlers, (due, error) => {
        throw new Error(`${due.event} ${due.entityId}`, { cause: error })
      })
    await inReview(database, 'silent', { regionIds: ['Y60', 'Y63'] })
    expectChanged(await giveReview(database, 'silent', AGREE, LEAD))
    await sweep(START + 10 * DAY - 1)
    assert.equal((await read('silent')).reviews.filter(one => one.escalatedAt !== null).length, 0)
    await sweep(START + 10 * DAY)
    const late = (await read('silent')).reviews.filter(one => one.escalatedAt !== null)
    assert.deepEqual(
      late.map(({ regionId, state }) => ({ regionId, state })),
      [{ regionId: 'Y60', state: 'open' }],
    )
    assert.ok(told.includes('dos-lead Y60') && told.includes('access-manager null'))
    assert.ok(!told.includes('dos-lead Y63'))
    const notYet = await approveApplication(database, 'silent', approval('silent'), MANAGER)
    assert.equal(notYet.outcome, 'unmet')
    await sweep(START + 400 * DAY)
    assert.equal((await read('silent')).state, 'review')
    assert.notEqual((await read('silent')).overdueAt, null)
    assert.equal((await events('silent')).filter(event => event === 'note-overdue').length, 1)
    const over = await handOverReview(
      database,
      'silent',
      'Y60',
      'Y61',
      deedOf('manager-1', 'access-manager', START + 400 * DAY),
    )
    const handed = expectChanged(over).reviews.find(one => one.regionId === 'Y60')
    assert.equal(handed?.reviewerRegionId, 'Y61')
    assert.equal(handed?.escalatedAt, null)
    assert.equal((await dates('silent'))['review-overdue'], START + 410 * DAY)
  })

  it('run out where nothing more is heard: a draft, a question, an approval', async () => {
    const handlers = applicationDueHandlers(async () => [])
    const sweep = (now: number) => workThroughDue(database, now, handlers, () => undefined)
    await drafted(database, 'old-draft')
    await submitted(database, 'old-question')
    expectChanged(
      await askQuestion(
        database,
        'old-question',
        { id: 'oq', side: 'operator', question: 'Which?' },
        MANAGER,
      ),
    )
    await approved('old-approval')
    await sweep(START + 60 * DAY - 1)
    assert.equal((await read('old-question')).state, 'questions')
    await sweep(START + 60 * DAY)
    assert.equal((await read('old-question')).state, 'expired')
    assert.equal((await read('old-draft')).state, 'draft')
    await sweep(START + 90 * DAY)
    assert.equal((await read('old-draft')).state, 'expired')
    assert.equal((await read('old-approval')).state, 'expired')
    assert.equal((await readAgreement(query, 'agreement-old-approval'))?.facts.status, 'ended')
  })
})
