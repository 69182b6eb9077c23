import type { OrganisationFacts } from '../../directory/index.ts'
import { ODS_CODE, PROFILES } from '../systems.ts'
import { createFaults, type ElementFault, type Faults, listOf, objectWith } from './members.ts'
import { readRoles } from './read-roles.ts'
import { readTelecom } from './read-telecom.ts'
import { titleCase } from './title-case.ts'

export type OrganisationRead =
  | { readonly outcome: 'read'; readonly facts: OrganisationFacts }
  | { readonly outcome: 'wrong'; readonly faults: readonly ElementFault[] }

const MEMBERS = [
  'resourceType',
  'id',
  'meta',
  'identifier',
  'active',
  'name',
  'telecom',
  'extension',
] as const
const REQUIRED = ['resourceType', 'id', 'meta', 'identifier', 'active', 'name'] as const
const NAME_MAX = 100
/** Letters, digits, and what names are written with. No markup, and nothing that looks like some. */
const NAME = /^[\p{L}\p{M}\p{N} &'’(),./!+:;-]+$/u

/**
 * An organisation as an upstream register puts it, in the one form that is taken (sources, DoS 4.2). All that is wrong
 * is told, by element; a member there is none of is wrong, too.
 * @param id of the resource in the address
 * @param odsCode of the organisation that has that id, in upper case
 */
export function readIngestOrganisation(body: unknown, id: string, odsCode: string): OrganisationRead {
  const faults = createFaults()
  const given = objectWith(body, '', MEMBERS, faults)
  if (!given)
    return { outcome: 'wrong', faults: [{ element: 'Organization', message: 'This must be an object.' }] }
  for (const name of REQUIRED) {
    if (given[name] === undefined || given[name] === null) faults.add(name, 'This field is required.')
  }
  const has = (name: (typeof REQUIRED)[number]): boolean => given[name] !== undefined && given[name] !== null
  if (has('resourceType') && given['resourceType'] !== 'Organization') {
    faults.add('resourceType', 'This must be Organization.')
  }
  if (has('id') && given['id'] !== id) faults.add('id', 'This must be the id in the address.')
  if (has('meta')) checkMeta(given['meta'], faults)
  if (has('identifier')) checkIdentifier(given['identifier'], odsCode, faults)
  const { active } = given
  if (has('active') && typeof active !== 'boolean') faults.add('active', 'This must be true or false.')
  const name = has('name') ? readName(given['name'], faults) : undefined
  const telecom = readTelecom(given['telecom'], faults)
  const roles = readRoles(given['extension'], faults)
  if (faults.all.length > 0 || name === undefined || typeof active !== 'boolean') {
    return { outcome: 'wrong', faults: faults.all }
  }
  return { outcome: 'read', facts: { odsCode, active, name, telecom, roles } }
}

/** Beside the profile, what an answer had in it may come back. */
function checkMeta(given: unknown, faults: Faults): void {
  const meta = objectWith(given, 'meta', ['profile', 'versionId', 'lastUpdated'], faults)
  if (!meta) return
  const { profile } = meta
  if (!Array.isArray(profile) || profile.length !== 1 || profile[0] !== PROFILES.Organization) {
    faults.add('meta.profile', `This must be ["${PROFILES.Organization}"].`)
  }
}

function checkIdentifier(given: unknown, odsCode: string, faults: Faults): void {
  const identifiers = listOf(given, 'identifier', 10, faults)
  if (!identifiers) return
  if (identifiers.length !== 1) {
    faults.add('identifier', 'There must be one identifier, the ODS code.')
    return
  }
  const identifier = objectWith(identifiers[0], 'identifier[0]', ['use', 'system', 'value'], faults)
  if (!identifier) return
  const { use, system, value } = identifier
  if (use !== undefined && use !== null && use !== 'official') {
    faults.add('identifier[0].use', 'This must be official.')
  }
  if (system !== ODS_CODE) faults.add('identifier[0].system', `This must be ${ODS_CODE}.`)
  if (typeof value !== 'string' || !/^[A-Za-z0-9]{1,12}$/.test(value)) {
    faults.add('identifier[0].value', 'An ODS code must follow format ^[A-Za-z0-9]{1,12}$.')
  } else if (value.toUpperCase() !== odsCode) {
    faults.add('identifier[0].value', 'This must be the ODS code of the organisation in the address.')
  }
}

function readName(given: unknown, faults: Faults): string | undefined {
  if (typeof given !== 'string' || given.trim() === '') return faults.add('name', 'Name cannot be empty.')
  if (given.length > NAME_MAX) return faults.add('name', `A name has at most ${NAME_MAX} characters.`)
  return NAME.test(given)
    ? titleCase(given)
    : faults.add(
        'name',
        "A name has letters, digits, spaces, and of other signs only & ' ( ) , . / ! + : ; -",
      )
}
