import { ROWS } from '../crawlers/catalogue.ts'
import { CLASSES, type FleetClass } from '../honest/classes.ts'
import { RIVALS } from '../rivals/rivals.ts'
import { total } from '../trial/curve-points.ts'
import type { FalseFlags } from '../trial/false-flags.ts'
import type { RowResult } from '../trial/row-trial.ts'
import type { SeedResult } from '../trial/seed-trial.ts'

export type Table = {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** How far each crawler gets: worst of the seeds. */
export function crawlerTable(results: readonly SeedResult[]): Table {
  const rows = ROWS.flatMap(row => {
    const of = results.flatMap(result => result.rows.filter(other => other.row === row.row))
    if (of.length === 0) return []
    const aim = row.goal.flaggedBefore === null ? row.goal.why : `< ${row.goal.flaggedBefore}`
    return [
      [
        `${row.row} ${row.name}`,
        percent(worst(of.map(({ final }) => final))),
        String(Math.max(...of.map(({ questions }) => questions))),
        ...RIVALS.map(rival => firstFlag(of.map(({ rivals }) => rivals[rival]))),
        `**${firstFlag(of.map(({ flagged }) => flagged))}**`,
        by(of),
        firstFlag(of.map(({ alarm }) => alarm)),
        namedIn(of),
        ending(of.map(({ braked }) => braked)),
        ending(of.map(({ suspended }) => suspended)),
        aim,
        verdict(of, row.goal.flaggedBefore),
      ],
    ]
  })
  return {
    title:
      '% of the directory extracted when first flagged, and in the end with brakes; worst of the seeds; – never; (n/m) in so many seeds',
    columns: [
      'crawler',
      'unwatched',
      'questions',
      ...RIVALS,
      'signpost',
      'by',
      'global alarm',
      'named right',
      'with brakes',
      'suspended at once',
      'goal',
      '',
    ],
    rows,
  }
}

/** Honest people accused, per 1,000 account-months, all seeds together. */
export function falseFlagTable(results: readonly SeedResult[]): Table {
  const calm = results.map(result => result.calm)
  const upheaval = results.map(result => result.upheaval)
  const line = (name: string, of: readonly FleetClass[]): string[] => [
    name,
    String(sum(calm, flags => within(flags.months, of)) + sum(upheaval, flags => within(flags.months, of))),
    ...[calm, upheaval].flatMap(spell => [
      rate(
        sum(spell, flags => within(flags.flagged, of)),
        sum(spell, flags => within(flags.months, of)),
      ),
      ...RIVALS.map(rival =>
        rate(
          sum(spell, flags => within(flags.rivals[rival], of)),
          sum(spell, flags => within(flags.months, of)),
        ),
      ),
    ]),
  ]
  const present = CLASSES.filter(of => calm.some(({ months }) => months[of] > 0))
  return {
    title: 'False flags per 1,000 account-months (flagged account-months in brackets)',
    columns: [
      'class',
      'account-months',
      ...['calm', 'upheaval'].flatMap(spell => ['signpost', ...RIVALS].map(by => `${spell}: ${by}`)),
    ],
    rows: [line('**all**', CLASSES), ...present.map(of => line(of, [of]))],
  }
}

export function widerTable(results: readonly SeedResult[]): Table {
  const line = (name: string, spells: readonly FalseFlags[]): string[] => [
    name,
    String(sum(spells, ({ organisations }) => organisations)),
    String(sum(spells, ({ products }) => products)),
    String(sum(spells, ({ global }) => global)),
    String(sum(spells, ({ braked }) => braked)),
    Object.entries(merged(spells))
      .map(([detector, count]) => `${detector} ${count}`)
      .join(', ') || '–',
    String(sum(spells, ({ searches }) => searches)),
  ]
  return {
    title: 'Honest traffic, at wider scopes',
    columns: [
      'spell',
      'organisations flagged',
      'products flagged',
      'global alarms',
      'account-months braked',
      'accounts flagged by',
      'searches',
    ],
    rows: [
      line(
        'calm',
        results.map(({ calm }) => calm),
      ),
      line(
        'upheaval',
        results.map(({ upheaval }) => upheaval),
      ),
    ],
  }
}

const merged = (spells: readonly FalseFlags[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { byDetector } of spells)
    for (const [detector, count] of Object.entries(byDetector))
      counts[detector] = (counts[detector] ?? 0) + count
  return counts
}

export const inMarkdown = ({ title, columns, rows }: Table): string =>
  [`**${title}**`, '', cells(columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map(cells)].join(
    '\n',
  )

const cells = (row: readonly string[]): string => `| ${row.join(' | ')} |`
const sum = (spells: readonly FalseFlags[], of: (flags: FalseFlags) => number): number =>
  spells.reduce((all, flags) => all + of(flags), 0)
const within = (counts: Readonly<Record<FleetClass, number>>, of: readonly FleetClass[]): number =>
  of.length === CLASSES.length ? total(counts) : of.reduce((all, one) => all + counts[one], 0)
const rate = (count: number, months: number): string =>
  months === 0 ? '–' : `${((1_000 * count) / months).toFixed(2)} (${count})`
const worst = (figures: readonly number[]): number => Math.max(...figures)

export const percent = (figure: number): string =>
  figure >= 10 ? figure.toFixed(0) : figure >= 0.095 ? figure.toFixed(1) : figure === 0 ? '0' : '< 0.1'

function firstFlag(figures: readonly (number | null)[]): string {
  const flagged = figures.flatMap(figure => (figure === null ? [] : [figure]))
  if (flagged.length === 0) return '–'
  const some = flagged.length < figures.length ? ` (${flagged.length}/${figures.length})` : ''
  return `${precise(worst(flagged))}${some}`
}

const precise = (figure: number): string => (figure < 2 ? figure.toFixed(2) : percent(figure))

const ending = (figures: readonly (number | null)[]): string => {
  const known = figures.flatMap(figure => (figure === null ? [] : [figure]))
  return known.length === 0 ? '–' : precise(worst(known))
}

function by(of: readonly RowResult[]): string {
  const names = of.flatMap(({ detector, scope }) =>
    detector === null ? [] : [scope === 'account' ? detector : `${scope}: ${detector}`],
  )
  return [...new Set(names)].join(', ') || '–'
}

function namedIn(of: readonly RowResult[]): string {
  const named = of.flatMap(result => (result.named ? [(100 * result.named.right) / result.crewSize] : []))
  return named.length === 0 ? '–' : `${Math.round(Math.min(...named))} %`
}

function verdict(of: readonly RowResult[], before: number | null): string {
  if (before === null) return ''
  // Several that have nothing to do with one another are also caught when it is noticed that somebody is at it.
  const lost = of.map(({ flagged, alarm, final }) => Math.min(flagged ?? final, alarm ?? final))
  if (worst(lost) >= before) return '**missed**'
  return of.every(({ flagged, alarm }) => (flagged ?? alarm) !== null) ? 'met' : 'ended before'
}
