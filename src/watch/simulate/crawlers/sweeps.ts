import type { Chance } from '../chance.ts'
import { BOX } from '../world/england.ts'
import { KINDS, WANTED } from '../world/kinds.ts'
import { odsCodeNumbered } from '../world/services.ts'
import type { World } from '../world/world.ts'
import { type Crawler, heedless } from './crawler.ts'

/** A lattice over the box around England, for one type after the other. */
export function lattice(stepMetres: number): Crawler {
  const columns = Math.ceil((BOX.east - BOX.west) / stepMetres)
  const rows = Math.ceil((BOX.north - BOX.south) / stepMetres)
  let at = 0
  return heedless(() => {
    const wanted = Math.floor(at / (columns * rows))
    if (wanted >= KINDS.length) return null
    const row = Math.floor(at / columns) % rows
    const shift = row % 2 === 1 ? stepMetres / 2 : 0
    const easting = BOX.west + (at % columns) * stepMetres + shift
    at += 1
    return { kind: 'point', easting, northing: BOX.south + row * stepMetres, wanted }
  })
}

/** A list of postcodes in its order, every so many, for one type after the other. */
export function postcodeList(
  { postcodes }: World,
  stride: number,
  types: readonly number[] = allTypes(),
): Crawler {
  const places = Math.ceil(postcodes.count / stride)
  let at = 0
  return heedless(() => {
    const wanted = types[Math.floor(at / places)]
    if (wanted === undefined) return null
    const postcode = (at % places) * stride
    at += 1
    return { kind: 'postcode', postcode, wanted }
  })
}

/** Postcodes by chance, types evenly. */
export const randomPlaces = ({ postcodes }: World, chance: Chance): Crawler =>
  heedless(() => ({
    kind: 'postcode',
    postcode: chance.below(postcodes.count),
    wanted: chance.below(KINDS.length),
  }))

/** Postcodes by chance, everything as often as people want it: what a crowd would ask. */
export const likeACrowd = ({ postcodes }: World, taste: () => number, chance: Chance): Crawler =>
  heedless(() => ({ kind: 'postcode', postcode: chance.below(postcodes.count), wanted: taste() }))

/** Every number from the first one known to the last. */
export function idsInOrder({ services }: World): Crawler {
  const last = services.id[services.count - 1] ?? 0
  let next = services.id[0] ?? 0
  return heedless(() => {
    if (next > last) return null
    next += 1
    return { kind: 'id', id: next - 1 }
  })
}

/** The same numbers, shuffled, so that no run shows. */
export function idsShuffled({ services }: World, chance: Chance): Crawler {
  const first = services.id[0] ?? 0
  const last = services.id[services.count - 1] ?? 0
  const order = chance.shuffle(Int32Array.from({ length: last - first + 1 }, (_, at) => first + at))
  let at = 0
  return heedless(() => {
    const id = order[at]
    at += 1
    return id === undefined ? null : { kind: 'id', id }
  })
}

/** A list of codes from elsewhere; about three in ten are not in this directory. */
export function odsList({ services }: World, chance: Chance): Crawler {
  const order = chance.shuffle(Int32Array.from({ length: Math.ceil(services.count * 1.5) }, (_, at) => at))
  let at = 0
  return heedless(() => {
    const number = order[at]
    at += 1
    return number === undefined ? null : { kind: 'ods', odsCode: odsCodeNumbered(number) }
  })
}

/** Places in `WANTED` of the plain types. */
export const allTypes = (): number[] => WANTED.flatMap(({ isNeed }, at) => (isNeed ? [] : [at]))
