import { type DirectoryResource, type ResourceType, resourceTypeOf } from './resource-types.ts'
import { type Read, read, wrong } from './wrong.ts'

export const SUMMARIES = ['true', 'text', 'data', 'false'] as const
export type Summary = (typeof SUMMARIES)[number]

/** Which part of each resource is wanted; `elements` null: all. */
export type Part = { readonly summary: Summary; readonly elements: readonly string[] | null }

const ALWAYS = ['resourceType', 'id', 'meta']
const DOMAIN = ['implicitRules', 'language', 'text', 'contained', 'extension', 'modifierExtension']

/**
 * The elements of each type in R4. `summary`: those its definition marks as part of a summary; `kept`: those without
 * which it would be no valid resource, by cardinality or by the rule org-1 (an identifier or a name).
 */
export const ELEMENTS: Readonly<
  Record<
    ResourceType,
    { readonly all: readonly string[]; readonly summary: readonly string[]; readonly kept: readonly string[] }
  >
> = {
  HealthcareService: {
    all: words(
      'identifier active providedBy offeredIn category type specialty location name comment extraDetails photo telecom coverageArea serviceProvisionCode eligibility program characteristic communication referralMethod appointmentRequired availableTime notAvailable availabilityExceptions endpoint',
    ),
    summary: words('identifier active providedBy category type specialty location name comment photo'),
    kept: [],
  },
  Organization: {
    all: words('identifier active type name alias telecom address partOf contact endpoint'),
    summary: words('identifier active type name partOf'),
    kept: words('identifier name'),
  },
  Location: {
    all: words(
      'identifier status operationalStatus name alias description mode type telecom address physicalType position managingOrganization partOf hoursOfOperation availabilityExceptions endpoint',
    ),
    summary: words(
      'identifier status operationalStatus name description mode type physicalType managingOrganization',
    ),
    kept: [],
  },
  Endpoint: {
    all: words(
      'identifier status connectionType name managingOrganization contact period payloadType payloadMimeType address header',
    ),
    summary: words(
      'identifier status connectionType name managingOrganization period payloadType payloadMimeType address',
    ),
    kept: words('status connectionType payloadType address'),
  },
}

function words(text: string): readonly string[] {
  return text.split(' ')
}

/** Reads `_elements`: names of elements at the top of the type searched for. */
export function readElements(type: ResourceType, text: string): Read<readonly string[]> {
  const names = text.split(',')
  const known = new Set([...ALWAYS, ...DOMAIN, ...ELEMENTS[type].all])
  const strange = names.find(name => !known.has(name))
  if (strange === undefined) return read([...new Set(names)])
  return wrong(`${type} has no element "${strange.slice(0, 60)}" at its top.`)
}

const SUBSETTED = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue',
  code: 'SUBSETTED',
  display: 'subsetted',
}

/** The part of a resource that is wanted, marked as a part wherever a part it may be (R4 search, _summary and _elements). */
export function partOf(resource: DirectoryResource, { summary, elements }: Part): object {
  const wanted = wantedOf(resource, summary, elements)
  if (wanted === null) return resource
  const kept = Object.entries(resource).filter(([name]) => wanted.has(name))
  const tag = [...(resource.meta?.tag ?? []), SUBSETTED]
  return { ...Object.fromEntries(kept), meta: { ...resource.meta, tag } }
}

/** Names of the elements wanted; null: the whole. */
function wantedOf(
  { resourceType }: DirectoryResource,
  summary: Summary,
  elements: readonly string[] | null,
): ReadonlySet<string> | null {
  const { all, summary: summarised, kept } = ELEMENTS[resourceTypeOf(resourceType) ?? 'HealthcareService']
  if (elements !== null) return new Set([...ALWAYS, ...kept, ...elements])
  switch (summary) {
    case 'true':
      return new Set([...ALWAYS, ...kept, 'implicitRules', ...summarised])
    case 'text':
      return new Set([...ALWAYS, ...kept, 'text'])
    case 'data':
      return new Set([...ALWAYS, ...DOMAIN.filter(name => name !== 'text'), ...all])
    case 'false':
      return null
  }
}
