import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { holdsPostcode } from '../activity/index.ts'

/** The header by which a product that serves several organisations says for which of them it asks (AUP25-02). */
export const ORGANISATION_HEADER = 'NHSD-End-User-Organisation-ODS'

export type NamedOrganisation =
  | { readonly outcome: 'not-named' }
  | { readonly outcome: 'named'; readonly odsCode: string }
  | { readonly outcome: 'wrong'; readonly message: string }

const ODS_CODE = /^[A-Za-z0-9]{2,12}$/
const ODS_SYSTEM = 'https://fhir.nhs.uk/Id/ods-organization-code'
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/
/** Such a resource takes some 300; names and addresses may come with it. */
const LENGTH_MAX = 4000

/** As much of a FHIR Organization as is needed; what else it holds is nobody's business here. */
const Organization = Compile(
  Type.Object({
    resourceType: Type.Literal('Organization'),
    identifier: Type.Array(
      Type.Object({ system: Type.Optional(Type.String()), value: Type.Optional(Type.String()) }),
    ),
  }),
)

const wrong = (message: string): NamedOrganisation => ({ outcome: 'wrong', message })

/**
 * Reads the header: an ODS code as it is, or in base64 a FHIR Organization that carries one, for platforms do both
 * (sources, use 2.2). The two cannot be taken for each other: no such resource fits into twelve characters.
 */
export function readNamedOrganisation(header: string | readonly string[] | undefined): NamedOrganisation {
  if (header === undefined) return { outcome: 'not-named' }
  // Node joins a header sent twice with a comma, which neither form holds.
  if (typeof header !== 'string') return wrong('It may be given once.')
  const text = header.trim()
  if (ODS_CODE.test(text)) return odsCode(text)
  if (text.length > LENGTH_MAX || !BASE64.test(text)) return wrong(EXPECTED)
  return odsCodeIn(text)
}

const EXPECTED = 'It must be one ODS code, or a FHIR Organization with one, as JSON in base64.'

function odsCode(text: string): NamedOrganisation {
  // The code goes into the activity log, where a postcode may not. No organisation has a code that reads as one.
  if (holdsPostcode(text)) return wrong('That is a postcode, and not the ODS code of an organisation.')
  return { outcome: 'named', odsCode: text.toUpperCase() }
}

function odsCodeIn(base64: string): NamedOrganisation {
  const resource = parsed(Buffer.from(base64, 'base64').toString('utf8'))
  if (!Organization.Check(resource)) return wrong(EXPECTED)
  const codes = new Set(
    resource.identifier.filter(({ system }) => system === ODS_SYSTEM).map(({ value }) => value?.trim() ?? ''),
  )
  const [code = ''] = codes
  if (codes.size !== 1 || !ODS_CODE.test(code))
    return wrong(`The Organization must have one identifier of the system ${ODS_SYSTEM}.`)
  return odsCode(code)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
