import type { Role } from '../vocabulary/index.ts'
import { commissionerId } from './services.ts'

/** Somebody of the demonstration world. Their id is also their user name. */
export type DemonstrationRole = {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** The region, organisation, supplier or entry the role is held for; absent for the operator's. */
  readonly scope?: string
  /** What they are there to show, in one sentence. */
  readonly can: string
}

export const REGIONS: readonly { readonly id: string; readonly name: string }[] = [
  { id: 'Y56', name: 'London' },
  { id: 'Y58', name: 'South West' },
  { id: 'Y59', name: 'South East' },
  { id: 'Y60', name: 'Midlands' },
  { id: 'Y61', name: 'East of England' },
  { id: 'Y62', name: 'North West' },
  { id: 'Y63', name: 'North East and Yorkshire' },
]

const LEADS: readonly DemonstrationRole[] = REGIONS.map(({ id, name }) => ({
  id: `lead-${id.toLowerCase()}`,
  name: `DoS Lead for ${name} (demonstration)`,
  role: 'dos-lead',
  scope: id,
  can: `Authorise people in ${name}, and grant or withdraw public display of its services.`,
}))

const AT_PRACTICE = 'XO004'
const AT_SYMPTOM_PAGES = 'XO002'

/** One person for each role, two where two are needed, and a lead for each region. */
export const PEOPLE: readonly DemonstrationRole[] = [
  {
    id: 'access-manager',
    name: 'Ada Access (demonstration)',
    role: 'access-manager',
    can: 'Decide applications, issue agreements, activate and restrict accounts.',
  },
  {
    id: 'decision-owner',
    name: 'Dana Decides (demonstration)',
    role: 'decision-owner',
    can: 'Be the second person for revocation, tailored terms, derogations and policy.',
  },
  {
    id: 'second-decision-owner',
    name: 'Dov Decides (demonstration)',
    role: 'decision-owner',
    can: 'The same, for what the first one proposed.',
  },
  {
    id: 'compliance-reviewer',
    name: 'Cara Compliance (demonstration)',
    role: 'compliance-reviewer',
    can: 'Review policy drafts and read every register.',
  },
  {
    id: 'ig-officer',
    name: 'Igor Governance (demonstration)',
    role: 'ig-officer',
    can: 'Keep the documents that the policy leans on.',
  },
  {
    id: 'auditor',
    name: 'Audrey Audits (demonstration)',
    role: 'auditor',
    can: 'Read everything, change nothing.',
  },
  ...LEADS,
  {
    id: 'practice-admin',
    name: 'Erin Admin (demonstration)',
    role: 'euo-admin',
    scope: AT_PRACTICE,
    can: 'Add, limit and remove people of Hollow Lane Group Practice; apply for access.',
  },
  {
    id: 'practice-signatory',
    name: 'Sam Signs (demonstration)',
    role: 'euo-signatory',
    scope: AT_PRACTICE,
    can: 'Accept the policy for Hollow Lane Group Practice.',
  },
  {
    id: 'practice-clinician',
    name: 'Indra User (demonstration)',
    role: 'individual-end-user',
    scope: AT_PRACTICE,
    can: 'Search near places in the North East and Yorkshire through Practice Desktop.',
  },
  {
    id: 'symptom-admin',
    name: 'Amir Admin (demonstration)',
    role: 'euo-admin',
    scope: AT_SYMPTOM_PAGES,
    can: 'Apply for public display for the Online Symptom Checker.',
  },
  {
    id: 'symptom-signatory',
    name: 'Sia Signs (demonstration)',
    role: 'euo-signatory',
    scope: AT_SYMPTOM_PAGES,
    can: 'Accept the policy for the Online Symptom Checker.',
  },
  {
    id: 'safety-officer',
    name: 'Casey Safety (demonstration)',
    role: 'clinical-safety-officer',
    scope: AT_SYMPTOM_PAGES,
    can: 'Put forward the clinical safety case of Symptom Pages.',
  },
  {
    id: 'supplier-admin',
    name: 'Sunil Supplies (demonstration)',
    role: 'supplier-admin',
    scope: 'demonstration-supplier',
    can: 'Keep the products of Demonstration Software Ltd and their keys.',
  },
  {
    id: 'service-editor',
    name: 'Selma Services (demonstration)',
    role: 'service-editor',
    scope: String(commissionerId('Y63', 1)),
    can: 'Keep the entries below one commissioner in the North East and Yorkshire: hours, closures, capacity, and drafts that the lead approves.',
  },
]
