import type { Detection, Finding, Observation } from '../../detection/types.ts'
import type { Chance } from '../chance.ts'
import type { Crawler, Move } from '../crawlers/crawler.ts'
import { type Crew, crawlerOf, shareOut } from '../crawlers/crew.ts'
import type { HonestAccount } from '../honest/account.ts'
import { CLASS_PLANS } from '../honest/classes.ts'
import type { Fleet } from '../honest/fleet.ts'
import { idsOf, searchFrom } from '../honest/live.ts'
import { DAY_MILLIS, DAY_ZERO, timeOfDay } from '../honest/rhythm.ts'
import { createSearches, millisOfKey, type Searches, searchOfKey } from '../honest/searches.ts'
import { type Directory, K_MAX } from '../world/directory.ts'
import { WANTED } from '../world/kinds.ts'
import { kUnder } from './braking.ts'

/** What follows a finding: nothing, the brakes of the watch, or the accounts named are closed at once. */
export const RESPONSES = ['watch', 'brake', 'suspend'] as const
export type Response = (typeof RESPONSES)[number]

export type CrawlTrial = {
  readonly crew: Crew
  readonly fleet: Fleet
  readonly directory: Directory
  readonly detection: Detection
  readonly response: Response
  readonly firstDay: number
  readonly chance: Chance
  /** Told of every question of a member and of what had been extracted once it was answered. */
  readonly onQuestion?: (observation: Observation, member: HonestAccount, extracted: number) => void
  /** Told of every finding; true when it names somebody of the crew. */
  readonly onFinding?: (finding: Finding, isCrew: boolean, extracted: number) => void
}

export type CrawlOutcome = {
  /** Distinct services that the crawl's own questions were given. */
  readonly extracted: number
  readonly questions: number
  readonly refused: number
  /** Honest questions of everybody that a brake refused or cut short. */
  readonly honestRefused: number
  readonly honestCut: number
  readonly days: number
}

/** Marks a question of the crawl among the members' own searches. */
const CRAWL = 255
const NINE_MILLIS = 9 * 3_600_000

/** A crawl, question by question, until it has nothing left to ask or its days are over. */
export function crawl(trial: CrawlTrial): CrawlOutcome {
  const { crew, fleet, directory, detection, response, firstDay, chance } = trial
  const { services } = directory.world
  const taken = new Uint8Array(services.count)
  const places = new Map(crew.members.map((member, at) => [member.number, at]))
  const crewAccounts = new Set(crew.members.map(({ declared }) => declared.account))
  const crewOrganisations = new Set(crew.members.map(({ declared }) => declared.organisation))
  const suspended = new Set<string>()
  const volumes = new Map<number, number>()
  const finished = new Set<Crawler | undefined>()
  const searches = createSearches()
  const answer = new Int32Array(K_MAX)
  const outcome = { extracted: 0, questions: 0, refused: 0, honestRefused: 0, honestCut: 0, days: 0 }
  const others = crew.amongAll ? fleet.accounts.filter(({ postcode }) => postcode >= 0) : crew.members

  for (let day = firstDay; day < firstDay + crew.daysMax && !isOver(); day += 1) {
    outcome.days += 1
    volumes.clear()
    searches.clear()
    if (crew.ownTraffic) fleet.searchesOn(day, searches, others)
    addQuestions(crew, day - firstDay, searches, chance)
    const midnight = DAY_ZERO + day * DAY_MILLIS
    for (const key of searches.inOrder()) {
      const search = searchOfKey(key)
      const account = fleet.accounts[searches.account(search)]
      if (account === undefined || suspended.has(account.declared.account)) continue
      const at = midnight + millisOfKey(key)
      if (searches.wanted(search) === CRAWL) ask(account, at)
      else work(account, at, searches.postcode(search), searches.wanted(search))
    }
  }
  return outcome

  function isOver(): boolean {
    if (crew.crawlers.every(crawler => finished.has(crawler))) return true
    return response === 'suspend' && crew.members.every(({ declared }) => suspended.has(declared.account))
  }

  function work(account: HonestAccount, at: number, postcode: number, wanted: number): void {
    const { postcodes } = directory.world
    const k = allowed(account, at, postcodes.easting[postcode] ?? 0, postcodes.northing[postcode] ?? 0)
    if (k === 'refused') outcome.honestRefused += 1
    if (k === 'refused') return
    if (k < account.declared.k) outcome.honestCut += 1
    const count = directory.nearPostcode(postcode, wanted, k, answer)
    watch(account, searchFrom(directory, at, account.declared.account, postcode, wanted, answer, count))
  }

  function ask(account: HonestAccount, at: number): void {
    const crawler = crawlerOf(crew, places.get(account.number) ?? 0)
    const move = finished.has(crawler) ? null : (crawler?.next() ?? null)
    if (move === null) finished.add(crawler)
    if (move === null) return
    outcome.questions += 1
    const asked = answered(account, at, move)
    if (asked === null) {
      outcome.refused += 1
      crawler?.learn(null)
      return
    }
    for (let result = 0; result < asked.count; result += 1) {
      const service = answer[result] ?? 0
      if (taken[service] === 1) continue
      taken[service] = 1
      outcome.extracted += 1
    }
    crawler?.learn({ services: answer, count: asked.count, farthestMetres: asked.farthestMetres, k: asked.k })
    watch(account, asked.observation)
  }

  /** The answer to a question of the crawl, in `answer`; null when a brake refused it. */
  function answered(
    account: HonestAccount,
    at: number,
    move: Move,
  ): { observation: Observation; count: number; farthestMetres: number; k: number } | null {
    const name = account.declared.account
    switch (move.kind) {
      case 'point':
      case 'postcode': {
        const { postcodes } = directory.world
        const easting = move.kind === 'point' ? move.easting : (postcodes.easting[move.postcode] ?? 0)
        const northing = move.kind === 'point' ? move.northing : (postcodes.northing[move.postcode] ?? 0)
        const k = allowed(account, at, easting, northing)
        if (k === 'refused') return null
        const count = directory.near(easting, northing, move.wanted, k, answer)
        const type = WANTED[move.wanted]?.number ?? 0
        const ids = idsOf(services.id, answer, count)
        return {
          observation: { action: 'search', at, account: name, easting, northing, type, ids },
          count,
          farthestMetres: directory.farthestMetres(),
          k,
        }
      }
      case 'id': {
        const service = services.byId.get(move.id)
        if (!mayLookUp(account, at, service)) return null
        const found = take(service)
        return {
          observation: { action: 'lookup', at, account: name, id: move.id, found: found === 1 },
          count: found,
          farthestMetres: 0,
          k: 1,
        }
      }
      case 'ods': {
        const service = services.byOdsCode.get(move.odsCode)
        if (!mayLookUp(account, at, service)) return null
        const found = take(service)
        const ids = idsOf(services.id, answer, found)
        return {
          observation: { action: 'ods', at, account: name, odsCode: move.odsCode, found: found === 1, ids },
          count: found,
          farthestMetres: 0,
          k: 1,
        }
      }
    }
  }

  function take(service: number | undefined): 0 | 1 {
    if (service === undefined || !directory.isOpen(service)) return 0
    answer[0] = service
    return 1
  }

  function mayLookUp(account: HonestAccount, at: number, service: number | undefined): boolean {
    const easting = service === undefined ? 0 : (services.easting[service] ?? 0)
    const northing = service === undefined ? 0 : (services.northing[service] ?? 0)
    return allowed(account, at, easting, northing) !== 'refused'
  }

  function allowed({ number, declared }: HonestAccount, at: number, easting: number, northing: number) {
    const asked = (volumes.get(number) ?? 0) + 1
    volumes.set(number, asked)
    if (response !== 'brake') return declared.k
    const brake = detection.brakeOn(declared.account, at)
    if (brake === 'none') return declared.k
    const isInside = detection.inFootprint(declared.account, easting, northing)
    return kUnder(brake, declared.k, isInside, asked > declared.volumePerDay)
  }

  function watch(account: HonestAccount, observation: Observation): void {
    for (const finding of detection.observe(observation)) {
      const isCrew =
        finding.scope === 'account'
          ? crewAccounts.has(finding.account)
          : finding.scope !== 'global' && crewOrganisations.has(finding.organisation)
      trial.onFinding?.(finding, isCrew, outcome.extracted)
      if (response === 'suspend' && isCrew) suspendNamed(finding)
    }
    if (places.has(account.number)) trial.onQuestion?.(observation, account, outcome.extracted)
  }

  function suspendNamed({ scope, account, organisation, product }: Finding): void {
    for (const { declared } of crew.members) {
      const isNamed =
        declared.account === account ||
        (scope === 'organisation' && declared.organisation === organisation) ||
        (scope === 'product' && declared.product === product)
      if (isNamed) suspended.add(declared.account)
    }
  }
}

function addQuestions(crew: Crew, day: number, searches: Searches, chance: Chance): void {
  const shares = shareOut(crew.perDay(day), crew.members.length, chance)
  for (const [at, member] of crew.members.entries()) {
    const { rhythm } = CLASS_PLANS[member.class]
    for (let question = 0; question < (shares[at] ?? 0); question += 1) {
      const millis =
        crew.perSecond !== undefined
          ? NINE_MILLIS + Math.floor((question * 1_000) / crew.perSecond)
          : crew.hour !== undefined
            ? crew.hour * 3_600_000 + question * 1_000
            : timeOfDay(rhythm, chance)
      if (millis < DAY_MILLIS) searches.add(member.number, millis, 0, CRAWL)
    }
  }
}
