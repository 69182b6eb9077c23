import type { CurvePoint } from '../trial/curve-points.ts'

const WIDTH = 820
const HEIGHT = 520
const LEFT = 84
const RIGHT = 170
const TOP = 64
const BOTTOM = 76
/** Below this a point is drawn at the edge, which is marked as none: a logarithm knows no 0. */
const FLAGS_MIN = 0.05
const FLAGS_MAX = 1_000
const LOSS_MIN = 0.05
const LOSS_MAX = 100

type Drawn = {
  readonly by: CurvePoint['by']
  readonly name: string
  readonly colour: string
  readonly dash: string
}

/** Told apart by colour, by dash and by name (Okabe and Ito's colours, which most people can tell apart). */
const DRAWN: readonly Drawn[] = [
  { by: 'signpost', name: 'Signpost', colour: '#0072b2', dash: '' },
  { by: 'distinct', name: 'distinct records', colour: '#d55e00', dash: '7 4' },
  { by: 'rate', name: 'rate limit', colour: '#009e73', dash: '2 4' },
  { by: 'bucket', name: 'leaky bucket', colour: '#8a5a83', dash: '10 4 2 4' },
]

/** What is lost against whom it accuses, one line a way of watching, a point a threshold. Both axes logarithmic. */
export function curveSvg(points: readonly CurvePoint[], subtitle: string): string {
  const lines = DRAWN.flatMap(drawn => {
    const of = points
      .filter(({ by }) => by === drawn.by)
      .sort((one, other) => one.strictness - other.strictness)
    return of.length === 0 ? [] : [lineOf(drawn, of)]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title" font-family="system-ui, 'DejaVu Sans', sans-serif" font-size="13">`,
    '<title id="title">Share of the directory lost before the first flag, against false flags</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(LEFT, 26, 'What a threshold saves, and whom it accuses', 'font-size="17" font-weight="600"'),
    text(LEFT, 47, subtitle, 'fill="#444"'),
    ...ticks(FLAGS_MIN, FLAGS_MAX).map(value => vertical(value)),
    ...ticks(LOSS_MIN, LOSS_MAX).map(value => horizontal(value)),
    text(LEFT, HEIGHT - BOTTOM + 20, 'none', 'text-anchor="middle"'),
    goalBox(),
    text(
      (LEFT + WIDTH - RIGHT) / 2,
      HEIGHT - 22,
      'false flags per 1,000 account-months, while everything changes',
      'text-anchor="middle"',
    ),
    `<text transform="translate(22 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">% of the directory lost when first flagged (mean)</text>`,
    ...lines,
    ...legend(points),
    '</svg>',
    '',
  ].join('\n')
}

const x = (flags: number): number => LEFT + along(flags, FLAGS_MIN, FLAGS_MAX) * (WIDTH - LEFT - RIGHT)
const y = (loss: number): number =>
  HEIGHT - BOTTOM - along(loss, LOSS_MIN, LOSS_MAX) * (HEIGHT - TOP - BOTTOM)

function along(value: number, least: number, most: number): number {
  const within = Math.min(most, Math.max(least, value))
  return Math.log(within / least) / Math.log(most / least)
}

/** 0.1, 1, 10 … between the two. */
function ticks(least: number, most: number): number[] {
  const found: number[] = []
  for (let power = Math.ceil(Math.log10(least)); 10 ** power <= most; power += 1) found.push(10 ** power)
  return found
}

const vertical = (value: number): string =>
  `<path d="M${round(x(value))} ${TOP}V${HEIGHT - BOTTOM}" stroke="#ddd"/>${text(x(value), HEIGHT - BOTTOM + 20, label(value), 'text-anchor="middle"')}`

const horizontal = (value: number): string =>
  `<path d="M${LEFT} ${round(y(value))}H${WIDTH - RIGHT}" stroke="#ddd"/>${text(LEFT - 10, y(value) + 4, `${label(value)} %`, 'text-anchor="end"')}`

const label = (value: number): string =>
  value >= 1 ? value.toLocaleString('en-GB') : String(Number(value.toPrecision(1)))

/** At most one false flag and half a per cent: where we want to be. */
const goalBox = (): string =>
  [
    `<rect x="${LEFT}" y="${round(y(0.5))}" width="${round(x(1) - LEFT)}" height="${round(HEIGHT - BOTTOM - y(0.5))}" fill="#0072b2" fill-opacity="0.08"/>`,
    text(LEFT + 8, HEIGHT - BOTTOM - 10, 'goal', 'fill="#0072b2"'),
  ].join('')

function lineOf({ colour, dash }: Drawn, points: readonly CurvePoint[]): string {
  const path = points.map(
    ({ falseFlags, loss }, at) => `${at === 0 ? 'M' : 'L'}${round(x(falseFlags))} ${round(y(loss))}`,
  )
  const dots = points.map(({ falseFlags, loss, strictness }) => {
    const isCalibrated = strictness === 1
    const place = `cx="${round(x(falseFlags))}" cy="${round(y(loss))}"`
    const said = `<title>threshold × ${strictness}: ${falseFlags.toFixed(2)} false flags, ${loss.toFixed(2)} % lost</title>`
    return `<circle ${place} r="${isCalibrated ? 6 : 3}" fill="${isCalibrated ? '#fff' : colour}" stroke="${colour}" stroke-width="2">${said}</circle>`
  })
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`
  return `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>${dots.join('')}`
}

function legend(points: readonly CurvePoint[]): string[] {
  const left = WIDTH - RIGHT + 18
  const shown = DRAWN.filter(({ by }) => points.some(point => point.by === by))
  return [
    ...shown.map(({ name, colour, dash }, at) => {
      const level = TOP + 14 + at * 26
      const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`
      return `<path d="M${left} ${level}h30" stroke="${colour}" stroke-width="2"${dashes}/>${text(left + 38, level + 4, name)}`
    }),
    `<circle cx="${left + 15}" cy="${TOP + 22 + shown.length * 26}" r="6" fill="#fff" stroke="#444" stroke-width="2"/>`,
    text(left + 38, TOP + 26 + shown.length * 26, 'as calibrated'),
  ]
}

const text = (left: number, base: number, said: string, more = ''): string =>
  `<text x="${round(left)}" y="${round(base)}"${more === '' ? '' : ` ${more}`}>${said.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text>`

const round = (value: number): number => Math.round(value * 10) / 10
