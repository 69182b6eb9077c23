import { SEXES, type Sex } from '../service.ts'
import type { Candidate, RawContact, RawPoint } from './candidate.ts'
import { readNumberCell } from './columns.ts'
import { openingOf } from './csv-opening.ts'
import type { Value } from './csv-targets.ts'
import { readDate } from './dates.ts'
import type { Reading } from './reading.ts'
import { tidyName } from './tidy-name.ts'
import { divideAddress } from './town.ts'

const NUMBERS = [
  'place.latitude',
  'place.longitude',
  'place.easting',
  'place.northing',
  'eligibility.ageFrom',
  'eligibility.ageTo',
] as const

/**
 * What is wrong with a row's values, or undefined. A limit we cannot read (ages, sex, audience) refuses the row:
 * without it the service would be offered to people it does not serve, or shown to people it is not for.
 */
export function problemOf(value: Value): string | undefined {
  const moved = NUMBERS.find(target => readNumberCell(value(target)) === 'not-a-number')
  if (moved) return `${moved} is ${value(moved)}, no number: have the columns moved?`
  const audience = value('audience').toLowerCase()
  if (!['', 'public', 'professional'].includes(audience)) return `Audience ${audience}.`
  const sex = value('eligibility.sex')
  return sex !== '' && sexesOf(sex) === undefined ? `Sex ${sex}.` : undefined
}

/** What a row says, once problemOf finds nothing wrong. */
export function fieldsOf(
  value: Value,
  reading: Reading,
): Omit<Candidate, 'key' | 'typeId' | 'status' | 'repairs'> {
  const odsCode = value('odsCode') || value('code')
  const audience = value('audience').toLowerCase()
  const opening = openingOf(value, reading)
  const ages = agesOf(value)
  const sexes = sexesOf(value('eligibility.sex'))
  const verifiedOn = readDate(value('verifiedOn'))
  const point = pointOf(value)
  return {
    sourceName: reading.source ?? (value('source.name') || reading.fileName),
    ...(value('uid') ? { uid: value('uid') } : {}),
    ...(odsCode ? { odsCode } : {}),
    name: value('name'),
    ...(value('publicName') ? { publicName: value('publicName') } : {}),
    ...(audience === 'public' || audience === 'professional' ? { audience } : {}),
    ...addressOf(value),
    postcode: value('place.postcode'),
    ...(point ? { point } : {}),
    pointPrecision: /^(p|unit|postcode)$/i.test(value('place.precision')) ? 'unit' : 'exact',
    ...(value('region') ? { grouping: value('region') } : {}),
    contacts: contactsOf(value),
    ...instructionsOf(value),
    ...(opening ? { opening } : {}),
    ...(ages ? { ages } : {}),
    ...(sexes ? { sexes } : {}),
    ...(value('eligibility.notes') ? { eligibilityNotes: value('eligibility.notes') } : {}),
    ...(verifiedOn ? { verifiedOn } : {}),
  }
}

function pointOf(value: Value): RawPoint | undefined {
  const [latitude, longitude, easting, northing] = NUMBERS.slice(0, 4).map(target =>
    readNumberCell(value(target)),
  )
  if (typeof easting === 'number' && typeof northing === 'number') return { kind: 'grid', easting, northing }
  if (typeof latitude === 'number' && typeof longitude === 'number')
    return { kind: 'degrees', latitude, longitude }
  return undefined
}

function addressOf(value: Value): { address: string[]; town?: string } {
  const lines = (['place.address1', 'place.address2', 'place.address3', 'place.address4'] as const).map(value)
  const given = [...value('place.address').split(/[,;$\n]/), ...lines].filter(line => line.trim() !== '')
  const { address, town } = divideAddress(
    [...given, value('place.town'), value('place.county')],
    given.length,
  )
  return { address, ...(town ? { town: tidyName(town) } : {}) }
}

const contactsOf = (value: Value): RawContact[] => [
  { kind: 'phone', text: value('contacts.phone') },
  { kind: 'phone', text: value('contacts.phoneProfessional'), audience: 'professional' },
  { kind: 'fax', text: value('contacts.fax') },
  { kind: 'email', text: value('contacts.email') },
  { kind: 'web', text: value('contacts.web') },
]

function instructionsOf(value: Value): Pick<Candidate, 'instructions'> {
  const given = {
    ...(value('instructions.public') ? { public: value('instructions.public') } : {}),
    ...(value('instructions.professional') ? { professional: value('instructions.professional') } : {}),
    ...(value('instructions.referral') ? { referral: value('instructions.referral') } : {}),
  }
  return Object.keys(given).length > 0 ? { instructions: given } : {}
}

function agesOf(value: Value): { from?: number; to?: number } | undefined {
  const from = readNumberCell(value('eligibility.ageFrom'))
  const to = readNumberCell(value('eligibility.ageTo'))
  if (typeof from !== 'number' && typeof to !== 'number') return undefined
  return { ...(typeof from === 'number' ? { from } : {}), ...(typeof to === 'number' ? { to } : {}) }
}

/** The sexes of a word, or undefined for a word we do not know. */
function sexesOf(word: string): Sex[] | undefined {
  if (/^(f|female|women)$/i.test(word)) return ['female']
  if (/^(m|male|men)$/i.test(word)) return ['male']
  return /^(all|any|both|either|mixed|m\/?f|f\/?m|i)$/i.test(word) ? [...SEXES] : undefined
}
