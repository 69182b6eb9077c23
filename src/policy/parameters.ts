import Type from 'typebox'
import { Check } from 'typebox/value'

const closed = { additionalProperties: false }
const flag = (description: string) => Type.Boolean({ description })
const whole = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description })

/**
 * What a policy version sets for the machine. The ranges are the hard limits: what the directory can bear and the
 * sources allow, which no version and no tailored terms go beyond. Agreements may be narrower than the version.
 */
export const parametersSchema = Type.Object(
  {
    directCareOnly: flag('Every search and look-up serves a purpose of direct care (AUP25-10).'),
    geographicOnly: flag(
      'Services are found by place; a look-up follows a search, or is a use case of its own (AUP25-08, D2).',
    ),
    individualsNeedRegions: flag(
      'An individual is authorised nowhere until a DoS Lead has named a region (AUP25-06, D1).',
    ),

    inactivityMonths: Type.Union([whole(1, 24, ''), Type.Null()], {
      description:
        'Calendar months without use after which access ends, Europe/London (AUP25-33, D3); null: it does not.',
    }),
    inactivityWarnings: Type.Array(
      Type.Object({ months: whole(0, 24, ''), days: whole(0, 31, '') }, closed),
      { maxItems: 6, description: 'When warnings of that go out, as time since the last use (AUP25-33).' },
    ),
    machineUseCounts: flag(
      'Questions in which no person takes part keep a web service account alive (AUP25-35, D4).',
    ),
    individualUseCounts: Type.Enum(['named-organisation', 'any-organisation'], {
      description: 'For which of their organisations a person’s use counts (AUP25-35, D6).',
    }),

    freshnessSecondsMax: whole(
      1,
      10,
      'A node that cannot show itself this current does not answer (AUP25-27).',
    ),
    answerValidSeconds: whole(
      1,
      900,
      'How long after it was given an answer may be acted on; the answer carries the end of it (AUP25-27).',
    ),
    resultsMax: whole(1, 100, 'The most results of one answer (AUP25-28).'),
    resultsDefault: whole(1, 100, 'Results of an answer to a question that gives no number.'),
    distanceMetresMax: whole(1, 160_934, 'The furthest a search reaches; 100 miles (sources, use 2.1).'),
    distanceMetresDefault: whole(
      1,
      160_934,
      'How far a search reaches that gives no distance; 60 km (sources, DoS 6).',
    ),
    lookUpAfterSearchMinutes: whole(
      1,
      240,
      'How long after a search a service it returned may be looked up (AUP25-08, D2).',
    ),
    volumePerMinuteDefault: whole(
      1,
      100_000,
      'Questions a minute agreed where nothing else is; 300 (sources, use 2.8).',
    ),
    volumePerDayDefault: whole(1, 10_000_000, 'Questions a day agreed where nothing else is (AUP25-41).'),
    spikeTimesVolume: Type.Optional(
      whole(
        1,
        10,
        'How many times as fast as its volume a minute an account may ask for a moment; 2 where it is not said (sources, use 2.8).',
      ),
    ),
    spikeBurstSeconds: Type.Optional(
      whole(
        1,
        60,
        'For how many seconds’ worth of the volume at once; 6, and no fewer than 10 questions, where it is not said (sources, use 2.8).',
      ),
    ),

    publicDisplayNationalContact: flag(
      'The national and local DoS teams are asked before anything is shown to the public (AUP18-14, AUP18-15).',
    ),
    publicDisplaySafetyCase: flag(
      'Showing to the public needs a clinical safety case for that product version, in date (AUP25-22, AUP18-17).',
    ),
    publicDisplayRegionGrants: flag(
      'Only services of regions whose DoS Leads have granted it are shown to the public (AUP18-16).',
    ),
    safetyCaseWarningDays: whole(
      0,
      90,
      'How long before its end a safety case is asked for anew (AUP18-17).',
    ),

    cacheNeedsDerogation: flag(
      'Leave to cache rests on a signed derogation, because the policy forbids it (AUP25-25, AUP18-20).',
    ),
    cacheMaxAgeSecondsMax: whole(0, 900, 'The longest an answer may be kept by such leave (AUP18-20).'),
    cacheReviewMonths: whole(1, 6, 'How soon such leave is looked at again (AUP18-20).'),

    monitoringPerMinute: whole(1, 1, 'Questions a minute of permitted monitoring (sources, use 2.1).'),
    monitoringResultsMax: whole(1, 1, 'The most results of one of them.'),
    monitoringDistanceMetresMax: whole(
      1,
      1609,
      'The furthest one of them reaches; one mile (sources, use 2.1).',
    ),

    reacceptGraceDays: whole(
      0,
      365,
      'Days of 24 hours after it takes force in which the version waits to be accepted (AUP18-05).',
    ),
    reacceptHardGate: flag('After them, nobody who has not accepted it is answered (AUP18-05, AUP25-40).'),

    emailValidationDays: whole(
      1,
      28,
      'How long an applicant has to confirm an address (AUP25-05; sources, use 4.1).',
    ),
    agreementTermMonths: whole(1, 36, 'How long an agreement holds before it is renewed (AUP18-08).'),
    renewalWindowDays: whole(1, 180, 'How long before its end it can be renewed (sources, use 5.1).'),
    permissionNoticeDays: Type.Array(whole(1, 90, ''), {
      maxItems: 6,
      description: 'Days before the end of a permission on which its holder is told (sources, use 4.3).',
    }),
    referenceReviewMonths: whole(
      1,
      12,
      'How often the guidance the policy leans on is looked at again (AUP25-13).',
    ),

    triageWorkingDays: whole(1, 20, 'By when a suspicion is looked at (AUP25-43).'),
    contactWorkingDays: whole(1, 20, 'By when the organisation hears of it (AUP25-54).'),
    remediationWorkingDays: whole(1, 60, 'How long there is to put it right (AUP25-55, D12).'),
    evidenceWorkingDays: whole(1, 60, 'How long there is to hand over evidence (AUP25-47, D12).'),
    challengeWorkingDays: whole(1, 20, 'By when a challenge to a request or its date is decided (AUP25-48).'),
    cessationWorkingDays: whole(
      1,
      60,
      'By when it is attested that nothing received is used any more (AUP25-37).',
    ),
    suspensionConfirmHours: whole(
      1,
      24,
      'By when a human confirms or reverses a suspension made by a standing rule (AUP25-53, D13).',
    ),
    retentionYears: whole(
      8,
      30,
      'How long records are kept once they are needed no more (sources, use 2.6).',
    ),
  },
  closed,
)

export type PolicyParameters = Readonly<Type.Static<typeof parametersSchema>>
export type ParameterName = keyof PolicyParameters

/** Their names, in the order of the table. */
export const PARAMETER_NAMES: readonly ParameterName[] = Object.keys(parametersSchema.properties).filter(
  isParameterName,
)

/** Whether a text is the name of a parameter. */
export function isParameterName(text: string): text is ParameterName {
  return Object.hasOwn(parametersSchema.properties, text)
}

/** What a parameter is for, in a sentence or two. */
export const parameterSays = (name: ParameterName): string => {
  const schema = parametersSchema.properties[name]
  return 'description' in schema && typeof schema.description === 'string' ? schema.description : ''
}

/**
 * Those that tailored terms may set for one consumer (AUP18-10). The others are duties of law or of the 2025 policy
 * (direct care, disuse, evidence's minimum), or hold for the whole house (freshness, retention).
 */
export const TAILORABLE = [
  'answerValidSeconds',
  'resultsMax',
  'resultsDefault',
  'distanceMetresMax',
  'distanceMetresDefault',
  'lookUpAfterSearchMinutes',
  'cacheMaxAgeSecondsMax',
  'reacceptGraceDays',
  'reacceptHardGate',
  'agreementTermMonths',
  'renewalWindowDays',
  'remediationWorkingDays',
  'evidenceWorkingDays',
] as const satisfies readonly ParameterName[]
export type TailorableName = (typeof TAILORABLE)[number]

/** Whether a text is the name of one that tailored terms may set. */
export const isTailorable = (text: string): text is TailorableName => TAILORABLE.some(name => name === text)

/** Whether a value keeps to the hard limits of that parameter. */
export const keepsToLimits = (name: ParameterName, value: unknown): boolean =>
  Check(parametersSchema.properties[name], value)
