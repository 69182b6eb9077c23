/**
 * The DoS service types (sources, DoS 5.6; ids and names as published in 2024). `code` is this directory's own
 * stable name for each. `searchable`: may be asked for in a search; nodes of the hierarchy, templates and retired
 * entries may not. `capacityReset`: a raised status falls back to green after a while; which types do so is not
 * published, so it is our assumption that those do which a person can be sent to, and capacity sheets do not.
 * National ranking by type is not published either and is left out rather than invented.
 */
export type ServiceType = {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly searchable: boolean
  readonly capacityReset: boolean
}

type Kind = 'care' | 'capacity-sheet' | 'structure'

const row = (id: number, code: string, name: string, kind: Kind = 'care'): ServiceType => ({
  id,
  code,
  name,
  searchable: kind !== 'structure',
  capacityReset: kind === 'care',
})

export const SERVICE_TYPES: readonly ServiceType[] = [
  row(-2, 'local-template', 'Local Templates', 'structure'),
  row(-1, 'dos-region', 'DoS Region', 'structure'),
  row(4, 'therapy', 'Therapy'),
  row(6, 'commissioning-cluster', 'Commissioning Cluster', 'structure'),
  row(7, 'mental-health', 'Mental Health'),
  row(8, 'social-care', 'Social Care'),
  row(11, 'voluntary', 'Voluntary'),
  row(12, 'dental-practice', 'Dental Practice'),
  row(13, 'pharmacy', 'Pharmacy'),
  row(14, 'optical', 'Optical'),
  row(17, 'clinic', 'Clinic'),
  row(18, 'health-visitor', 'Health Visitor'),
  row(19, 'midwifery', 'Midwifery'),
  row(20, 'community-based', 'Community Based'),
  row(21, 'retired', 'Retired', 'structure'),
  row(22, 'commissioning-organisation', 'Commissioning Organisation', 'structure'),
  row(24, 'care-home', 'Care Home'),
  row(25, 'iuc-treatment', 'Integrated Urgent Care (IUC) Treatment'),
  row(27, 'intermediate-care', 'Intermediate Care'),
  row(28, 'community-hospital', 'Community Hospital'),
  row(29, 'sexual-health', 'Sexual Health'),
  row(38, 'community-nursing', 'Community/District Nursing'),
  row(40, 'emergency-department-catch-all', 'Emergency Department (ED) Catch-All'),
  row(41, 'hospital-acute-assessment-unit', 'Hospital Acute Assessment Unit (AAU)'),
  row(46, 'urgent-care', 'Urgent Care'),
  row(47, 'dental-emergency', 'Dental Emergency'),
  row(48, 'specialist', 'Specialist'),
  row(50, 'palliative-care', 'Palliative Care'),
  row(100, 'gp-practice', 'GP Practice'),
  row(105, 'emergency-department', 'Emergency Department (ED)'),
  row(107, 'capacity-critical-care', '(Capacity) Critical Care (CC)', 'capacity-sheet'),
  row(
    108,
    'capacity-paediatric-intensive-care',
    '(Capacity) Paediatrics Intensive Care Unit (PICU)',
    'capacity-sheet',
  ),
  row(109, 'capacity-burns', '(Capacity) Burns (B)', 'capacity-sheet'),
  row(110, 'capacity-maternity-and-neonate', '(Capacity) Maternity and Neonate (MN)', 'capacity-sheet'),
  row(111, 'capacity-paediatrics', '(Capacity) Paediatrics (PDR)', 'capacity-sheet'),
  row(112, 'optical-enhanced', 'Optical Enhanced'),
  row(113, 'health-information', 'Health Information'),
  row(114, 'capacity-acute-hospital', '(Capacity) Acute Hospital', 'capacity-sheet'),
  row(115, 'capacity-provider-escalation', '(Capacity) Provider Escalation/RAG', 'capacity-sheet'),
  // No longer given to services, but clients still ask for it beside 13, 131 and 132.
  row(116, 'pharmacy-extended-hours', 'Pharmacist - Extended Hours'),
  row(120, 'emergency-department-eye', 'ED Eye Casualty'),
  row(121, 'primary-percutaneous-coronary-intervention', 'Primary Percutaneous Coronary Intervention (PPCI)'),
  row(122, 'hyper-acute-stroke-unit', 'Hyper-Acute Stroke Unit (HASU)'),
  row(129, 'safeguarding', 'Safeguarding'),
  row(130, 'iuc-111-call-handling', 'IUC NHS 111 Call Handling Provider'),
  row(131, 'pharmacy-urgent-medicines', 'Pharmacy Urgent Medicines Supply'),
  row(132, 'pharmacy-enhanced', 'Pharmacy Enhanced'),
  row(133, 'iuc-clinical-assessment', 'IUC Clinical Assessment Service (CAS)'),
  row(134, 'pharmacy-distance-selling', 'Pharmacy Distance Selling'),
  row(135, 'urgent-treatment-centre', 'Urgent Treatment Centre (UTC)'),
  row(136, 'gp-access-hub', 'GP Access Hub'),
  row(137, 'iuc-pharmacy-clinical-assessment', 'IUC Pharmacy Clinical Assessment'),
  row(138, 'emergency-national-response', 'Emergency National Response'),
  row(139, 'iuc-validation', 'IUC Validation'),
  row(140, 'same-day-emergency-care', 'Same Day Emergency Care (SDEC)'),
  row(141, 'hospital-streaming', 'Hospital Streaming'),
  row(142, 'mental-health-crisis', 'Mental Health Crisis'),
  row(143, 'sexual-assault-referral-centre', 'Sexual Assault Referral Centre (SARC)'),
  row(144, 'iuc-dental-clinical-assessment', 'IUC Dental Clinical Assessment'),
  row(145, 'iuc-paediatric-clinical-assessment', 'IUC Paediatric Clinical Assessment'),
  row(146, 'urgent-community-response', 'Urgent Community Response (UCR)'),
  row(147, 'covid-medicines-delivery-unit', 'Covid Medicines Delivery Unit (CMDU)'),
  row(148, 'pharmacy-blood-pressure-check', 'Pharmacy Blood Pressure Check'),
  row(149, 'pharmacy-contraception', 'Pharmacy Contraception'),
  row(150, 'urgent-treatment-centre-with-ed', 'UTC Co-Located with ED'),
  row(151, 'primary-care-network', 'Primary Care Network (PCN)'),
  row(152, 'primary-care-network-enhanced', 'PCN Enhanced Service'),
  row(153, 'maternity-and-neonatal', 'Maternity and Neonatal'),
  row(154, 'early-pregnancy-assessment-unit', 'Early Pregnancy Assessment Unit (EPAU)'),
  row(155, 'virtual-ward', 'Virtual Ward'),
  row(156, 'dental-urgent-care', 'Dental Urgent Care'),
  row(157, 'infection-hub', 'Infection Hub'),
  row(158, 'ambulance-service-pathway', 'Ambulance Service Pathway'),
  row(159, 'primary-care-clinic', 'Primary Care Clinic'),
]

const byText = new Map(
  SERVICE_TYPES.flatMap(type => [[String(type.id), type] as const, [type.code, type] as const]),
)
const byId = new Map(SERVICE_TYPES.map(type => [type.id, type]))

export const serviceTypeById = (id: number): ServiceType | undefined => byId.get(id)

/** The type named by its id in decimal or by its code in any case: `13` or `pharmacy`. */
export const serviceTypeByIdOrCode = (text: string): ServiceType | undefined =>
  byText.get(text.trim().toLowerCase())
