import type { CodeableConcept } from '@medplum/fhirtypes'
import { SNOMED } from '../systems.ts'

/** SNOMED CT codes of HL7's practice settings (R4 value set c80-practice-codes). */
const SETTINGS = {
  accidentAndEmergency: { code: '394576009', display: 'Surgical-Accident & emergency' },
  burns: { code: '408462000', display: 'Burns care' },
  cardiology: { code: '394579002', display: 'Cardiology' },
  communityMedicine: { code: '394581000', display: 'Community medicine' },
  criticalCare: { code: '408478003', display: 'Critical care medicine' },
  dental: { code: '408444009', display: 'Dental-General dental practice' },
  generalPractice: { code: '394814009', display: 'General practice' },
  obstetrics: { code: '394585009', display: 'Obstetrics and gynecology' },
  ophthalmology: { code: '394594003', display: 'Ophthalmology' },
  paediatrics: { code: '394537008', display: 'Pediatric specialty' },
  palliative: { code: '394806003', display: 'Palliative medicine' },
  psychiatry: { code: '394587001', display: 'Psychiatry' },
  rehabilitation: { code: '394602003', display: 'Rehabilitation' },
  sexualHealth: { code: '394808002', display: 'Genito-urinary medicine' },
} as const

/** Only types whose specialty cannot be doubted; a pharmacy or a call centre has none of these. */
const BY_TYPE: ReadonlyMap<number, keyof typeof SETTINGS> = new Map([
  [7, 'psychiatry'],
  [12, 'dental'],
  [19, 'obstetrics'],
  [27, 'rehabilitation'],
  [29, 'sexualHealth'],
  [38, 'communityMedicine'],
  [40, 'accidentAndEmergency'],
  [47, 'dental'],
  [50, 'palliative'],
  [100, 'generalPractice'],
  [105, 'accidentAndEmergency'],
  [107, 'criticalCare'],
  [109, 'burns'],
  [110, 'obstetrics'],
  [111, 'paediatrics'],
  [120, 'ophthalmology'],
  [121, 'cardiology'],
  [136, 'generalPractice'],
  [142, 'psychiatry'],
  [144, 'dental'],
  [145, 'paediatrics'],
  [151, 'generalPractice'],
  [152, 'generalPractice'],
  [153, 'obstetrics'],
  [154, 'obstetrics'],
  [156, 'dental'],
])

/** The specialty of a service type, where it has one. */
export function specialtyOf(typeId: number): CodeableConcept[] {
  const setting = BY_TYPE.get(typeId)
  return setting === undefined ? [] : [{ coding: [{ system: SNOMED, ...SETTINGS[setting] }] }]
}
