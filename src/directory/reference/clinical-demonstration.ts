/**
 * Invented clinical lists for the demonstration world. The real ones (symptom groups, discriminators, dispositions)
 * are licensed and come by import. Ids lie far outside the published ranges (groups to 1299, discriminators to
 * 14xxx) and codes have a D where real ones have a digit, so that neither can be taken for the other.
 */
export type ClinicalLists = {
  readonly symptomGroups: readonly {
    readonly id: number
    readonly name: string
    readonly zCode?: true
  }[]
  readonly discriminators: readonly {
    readonly id: number
    readonly name: string
    readonly synonyms?: readonly string[]
  }[]
  /** The discriminators that may be asked with each group; `typeIds` the kinds of service that manage the pair. */
  readonly pairs: readonly {
    readonly group: number
    readonly discriminator: number
    readonly typeIds: readonly number[]
  }[]
  /** `minutes` is the time within which the person should be seen or called; `typeIds` the kinds that accept it. */
  readonly dispositions: readonly {
    readonly code: string
    readonly name: string
    readonly minutes: number
    readonly typeIds: readonly number[]
  }[]
}

const pharmacies = [13, 131, 132, 134]
const generalPractice = [100, 136, 152, 159]
const outOfHours = [25, 133, 135, 150]
const emergency = [40, 105]
const dental = [12, 47, 144, 156]
const eyes = [14, 112, 120]
const mind = [7, 142]

const pair = (group: number, discriminator: number, ...typeIds: readonly number[][]) => ({
  group,
  discriminator,
  typeIds: typeIds.flat(),
})

/**
 * The codes that the published descriptions of the older interfaces ask with in their examples (sources, DoS 1.1, 2.1),
 * so that those examples can be tried here. What they mean in the licensed lists is not said.
 */
export const EXAMPLES = {
  group: 1008,
  minor: 4020,
  full: 4003,
  disposition: 'Dx08',
  dispositionGroup: 1008,
} as const

export const CLINICAL_DEMONSTRATION: ClinicalLists = {
  symptomGroups: [
    { id: 900_001, name: 'Demonstration: sore throat' },
    { id: 900_002, name: 'Demonstration: earache' },
    { id: 900_003, name: 'Demonstration: rash' },
    { id: 900_004, name: 'Demonstration: injured ankle' },
    { id: 900_005, name: 'Demonstration: toothache' },
    { id: 900_006, name: 'Demonstration: eye trouble' },
    { id: 900_007, name: 'Demonstration: chest pain' },
    { id: 900_008, name: 'Demonstration: low mood' },
    { id: 900_009, name: 'Demonstration: repeat prescription' },
    { id: 900_010, name: 'Demonstration: sexual health' },
    { id: 900_011, name: 'Demonstration: pregnancy' },
    { id: 900_012, name: 'Demonstration: looking for a kind of service', zCode: true },
    { id: EXAMPLES.group, name: 'Demonstration: the group of the published example' },
  ],
  discriminators: [
    { id: 950_001, name: 'Demonstration: advice and over-the-counter remedies' },
    { id: 950_002, name: 'Demonstration: assessment of a minor condition' },
    { id: 950_003, name: 'Demonstration: full assessment with prescribing' },
    { id: 950_004, name: 'Demonstration: full emergency department' },
    { id: 950_005, name: 'Demonstration: X-ray on site', synonyms: ['radiography', 'imaging'] },
    { id: 950_006, name: 'Demonstration: dentist', synonyms: ['dental surgeon'] },
    { id: 950_007, name: 'Demonstration: eye examination', synonyms: ['optometrist', 'optician'] },
    { id: 950_008, name: 'Demonstration: mental health professional' },
    { id: 950_009, name: 'Demonstration: emergency supply of a medicine' },
    { id: 950_010, name: 'Demonstration: midwife or early pregnancy unit' },
    { id: 950_011, name: 'Demonstration: sexual health clinic' },
    { id: EXAMPLES.minor, name: 'Demonstration: the discriminator of the published example' },
    { id: EXAMPLES.full, name: 'Demonstration: another discriminator of published examples' },
  ],
  pairs: [
    pair(900_001, 950_001, pharmacies),
    pair(900_001, 950_002, pharmacies, generalPractice, outOfHours),
    pair(900_001, 950_003, generalPractice, outOfHours),
    pair(900_002, 950_002, [132], generalPractice, outOfHours),
    pair(900_002, 950_003, generalPractice, outOfHours),
    pair(900_003, 950_001, pharmacies),
    pair(900_003, 950_003, generalPractice, outOfHours, emergency),
    pair(900_004, 950_002, generalPractice, outOfHours),
    pair(900_004, 950_005, [135, 150], emergency),
    pair(900_005, 950_001, pharmacies),
    pair(900_005, 950_006, dental),
    pair(900_006, 950_002, [14, 112], generalPractice),
    pair(900_006, 950_007, eyes),
    pair(900_007, 950_004, emergency),
    pair(900_007, 950_003, [140, 150]),
    pair(900_008, 950_003, generalPractice, mind),
    pair(900_008, 950_008, mind),
    pair(900_009, 950_009, [13, 131, 132], [25, 133]),
    pair(900_009, 950_003, generalPractice, outOfHours),
    pair(900_010, 950_001, pharmacies, [149]),
    pair(900_010, 950_011, [29, 143]),
    pair(900_011, 950_003, generalPractice),
    pair(900_011, 950_010, [19, 153, 154]),
    pair(900_012, 950_001, pharmacies, [113]),
    pair(900_012, 950_002, generalPractice, outOfHours),
    pair(900_012, 950_004, emergency),
    pair(EXAMPLES.group, EXAMPLES.minor, pharmacies, generalPractice, outOfHours),
    pair(EXAMPLES.group, EXAMPLES.full, generalPractice, outOfHours),
  ],
  dispositions: [
    {
      code: 'DxD01',
      name: 'Demonstration: emergency department within 1 hour',
      minutes: 60,
      typeIds: emergency,
    },
    {
      code: 'DxD02',
      name: 'Demonstration: urgent treatment within 2 hours',
      minutes: 120,
      typeIds: [...outOfHours, ...emergency],
    },
    {
      code: 'DxD03',
      name: 'Demonstration: primary care within 6 hours',
      minutes: 360,
      typeIds: [...generalPractice, ...outOfHours],
    },
    {
      code: 'DxD04',
      name: 'Demonstration: primary care within 24 hours',
      minutes: 1440,
      typeIds: [...generalPractice, ...outOfHours],
    },
    { code: 'DxD05', name: 'Demonstration: own practice within 3 days', minutes: 4320, typeIds: [100, 152] },
    {
      code: 'DxD06',
      name: 'Demonstration: pharmacist within 12 hours',
      minutes: 720,
      typeIds: pharmacies,
    },
    { code: 'DxD07', name: 'Demonstration: dentist within 1 hour', minutes: 60, typeIds: dental },
    { code: 'DxD08', name: 'Demonstration: dentist within 24 hours', minutes: 1440, typeIds: dental },
    { code: 'DxD09', name: 'Demonstration: eye care within 12 hours', minutes: 720, typeIds: eyes },
    {
      code: 'DxD10',
      name: 'Demonstration: mental health crisis within 4 hours',
      minutes: 240,
      typeIds: mind,
    },
    {
      code: 'DxD11',
      name: 'Demonstration: sexual health within 3 days',
      minutes: 4320,
      typeIds: [29, 143, 149],
    },
    {
      code: 'DxD12',
      name: 'Demonstration: maternity care within 12 hours',
      minutes: 720,
      typeIds: [19, 153, 154],
    },
    { code: 'DxD13', name: 'Demonstration: information only', minutes: 0, typeIds: [113, ...pharmacies] },
    {
      code: EXAMPLES.disposition,
      name: 'Demonstration: primary care within 24 hours, by a published code',
      minutes: 1440,
      typeIds: [...generalPractice, ...outOfHours, ...pharmacies],
    },
  ],
}

/** The demonstration profile of a kind of service: the pairs it manages and the dispositions it accepts. */
export function demonstrationProfile(typeId: number): {
  symptoms: { group: number; discriminator: number }[]
  dispositions: string[]
} {
  const { pairs, dispositions } = CLINICAL_DEMONSTRATION
  return {
    symptoms: pairs
      .filter(({ typeIds }) => typeIds.includes(typeId))
      .map(({ group, discriminator }) => ({ group, discriminator })),
    dispositions: dispositions.filter(({ typeIds }) => typeIds.includes(typeId)).map(({ code }) => code),
  }
}
