import type { Endpoint, HealthcareService, Location, Organization } from '@medplum/fhirtypes'

/** The types this directory answers with. */
export const RESOURCE_TYPES = ['HealthcareService', 'Organization', 'Location', 'Endpoint'] as const
export type ResourceType = (typeof RESOURCE_TYPES)[number]

export type DirectoryResource = HealthcareService | Organization | Location | Endpoint

export const resourceTypeOf = (text: string): ResourceType | undefined =>
  RESOURCE_TYPES.find(type => type === text)

/** `Type/id`, as references inside this directory are written. */
export const referenceTo = ({ resourceType, id }: DirectoryResource): string => `${resourceType}/${id}`
