import type { Chance } from './chance.ts'

/** Invented names: birds, trees and made-up streets, so that none is taken for a real service or person. */
const FIRST =
  `Kestrel Larkspur Rowanberry Hazelwood Bramblewick Foxglove Otterbourne Wrenfield Silverbirch Marlpit
Thistledown Goldcrest Ashgrove Merlin Copperbeech Heronsgate Juniper Lapwing Meadowsweet Nightingale Oakapple Primrose
Quillback Redstart Sandpiper Teasel Woodlark Yarrow Avocet Bluebell Curlew Dunlin Elderflower Fieldfare Greenshank
Harebell Ivybridge Jackdaw Kingcup Linnet Mistlethrush Newtpond Osprey Plover Quince Ringlet Skylark Treecreeper
Umberfield Vetch`.split(/\s+/)

const STREETS =
  `Alder Barley Cinder Dovecote Eastgrove Fallow Granary Hollow Ironwell Jubilee Kiln Lantern Millrace
Northgrove Orchard Paddock Quarry Ropewalk Saddler Tannery Upperfold Vineyard Westgrove Yewtree`.split(/\s+/)
const STREET_ENDS = ['Street', 'Road', 'Lane', 'Avenue', 'Close', 'Way', 'Square']

/** Letters that an inward code may hold. */
const INWARD = 'ABDEFGHJLNPQRSTUWXYZ'

/** A fictional name for a service of that sort, saying that it is one. */
export const serviceName = (sort: string, chance: Chance): string =>
  `${chance.pick(FIRST)} ${chance.yes(0.35) ? `${chance.pick(STREETS)} ` : ''}${sort} (demonstration)`

export const streetAddress = (chance: Chance): string =>
  `${1 + chance.below(240)} ${chance.pick(STREETS)} ${chance.pick(STREET_ENDS)}`

/** An inward code of the right shape; the postcode may or may not exist, and says nothing of either. */
export const inwardCode = (chance: Chance): string =>
  `${chance.below(10)}${INWARD[chance.below(INWARD.length)]}${INWARD[chance.below(INWARD.length)]}`

const three = (chance: Chance): string => String(chance.below(1000)).padStart(3, '0')

/** Numbers that Ofcom keeps for drama and that therefore never ring anywhere. */
const PHONES: readonly ((chance: Chance) => string)[] = [
  chance => `01632 960${three(chance)}`,
  chance => `020 7946 0${three(chance)}`,
  chance => `0113 496 0${three(chance)}`,
  chance => `0121 496 0${three(chance)}`,
  chance => `0161 496 0${three(chance)}`,
  chance => `0808 157 0${three(chance)}`,
]

export const phoneNumber = (chance: Chance): string => chance.pick(PHONES)(chance)
