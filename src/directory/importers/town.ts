import { tidyName } from './tidy-name.ts'

/** What people write where a county belongs: ceremonial and former counties, and their usual short forms. */
const COUNTIES = new Set(
  (
    'avon beds bedfordshire berks berkshire bucks buckinghamshire cambs cambridgeshire cheshire cleveland cornwall ' +
    'cumberland cumbria derbyshire devon dorset durham essex glos gloucestershire hampshire hants herefordshire ' +
    'herts hertfordshire humberside huntingdonshire kent lancashire lancs leicestershire leics lincolnshire lincs ' +
    'merseyside middlesex middx norfolk northants northamptonshire northumberland notts nottinghamshire oxfordshire ' +
    'oxon rutland salop shropshire somerset staffordshire staffs suffolk surrey sussex tyneside warks warwickshire ' +
    'westmorland wilts wiltshire worcestershire worcs yorks yorkshire england uk'
  )
    .split(' ')
    .concat([
      'county durham',
      'co durham',
      'co. durham',
      'east riding',
      'east riding of yorkshire',
      'east sussex',
      'east yorkshire',
      'greater london',
      'greater manchester',
      'hereford & worcester',
      'isle of wight',
      'isles of scilly',
      'north humberside',
      'north yorkshire',
      'south humberside',
      'south yorkshire',
      'tyne & wear',
      'tyne and wear',
      'united kingdom',
      'west midlands',
      'west sussex',
      'west yorkshire',
    ]),
)

export const isCounty = (line: string): boolean => COUNTIES.has(line.trim().toLowerCase())

/**
 * The town among address lines that shift from row to row: the line that should hold it when that names no county,
 * else the last line that is neither a county nor the first one filled. Each line is tidied.
 * @param townAt where the format puts the town, from 0
 */
export function divideAddress(
  given: readonly string[],
  townAt: number,
): { address: string[]; town: string | undefined } {
  const tidy = given.map(line => tidyName(line).replace(/^"([^"]*)"$/, '$1'))
  // Some write the same line twice; the second says nothing and would pass for a town.
  const lines = tidy.map((line, index) =>
    tidy.findIndex(one => one.toLowerCase() === line.toLowerCase()) < index && index !== townAt ? '' : line,
  )
  const usual = lines[townAt]
  const first = lines.findIndex(line => line !== '')
  let at = usual && !isCounty(usual) ? townAt : -1
  for (let index = lines.length - 1; at < 0 && index > first; index -= 1) {
    const line = lines[index]
    if (line && !isCounty(line)) at = index
  }
  const town = at < 0 ? undefined : lines[at]
  const address = lines.filter((line, index) => line !== '' && index !== at)
  return { address, town }
}
