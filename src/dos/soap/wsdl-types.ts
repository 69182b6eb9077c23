import { HOSPITAL, namesOf, type SoapVersion } from './names.ts'

/**
 * What messages are made of: for each type the elements it holds, in order, as `name: type`, `name?` where it may be
 * absent and `name*` where there may be any number of it, none included (sources, DoS 2.1 to 2.4).
 */
export type TypeTable = Readonly<Record<string, readonly string[]>>

/** The outermost elements, which the messages of WSDL refer to. */
export const TOP_ELEMENTS: TypeTable = {
  ServiceDetailsById: ['userInfo: tns:UserInfo', 'serviceId: s:string'],
  ServiceDetailsByIdResponse: ['services?: tns:ArrayOfServices'],
  GetHospitalScores: ['userInfo?: tns:UserInfo'],
  GetHospitalScoresResponse: ['GetHospitalScoresResult?: tns:ArrayOfHospitalScores'],
  CheckCapacitySummary: ['userInfo: tns:UserInfo', 'c: tns:Case'],
  CheckCapacitySummaryResponse: [
    'TransactionId: s:string',
    'RequestedAtDateTime: s:string',
    'SearchDateTime: s:string',
    'CalculatedAgeInDays?: s:float',
    'SearchDistance: s:int',
    'SearchDistanceUsedSource: tns:DistanceSource',
    'CheckCapacitySummaryResult: tns:ArrayOfServiceCareSummaryDestination',
  ],
}

export function complexTypes(version: SoapVersion): TypeTable {
  const names = namesOf(version)
  const [first, second] =
    version === '1.5'
      ? [names.publicText, names.professionalText]
      : [names.professionalText, names.publicText]
  return {
    UserInfo: ['username: s:string', 'password: s:string'],
    Case: [
      'caseRef?: s:string',
      'caseId?: s:string',
      'postcode: s:string',
      'surgery?: s:string',
      'age: s:short',
      'ageFormat: tns:AgeFormatType',
      'disposition: s:int',
      'symptomGroup: s:int',
      'symptomDiscriminatorList: tns:ArrayOfInt',
      'searchDistance?: s:int',
      version === '1.5' ? 'forceSearchDistance: s:boolean' : 'forceSearchDistance?: s:boolean',
      'gender: tns:GenderType',
      'searchDateTime?: s:string',
    ],
    ArrayOfInt: ['int*: s:int'],
    ArrayOfServiceCareSummaryDestination: [`${names.destination}*: tns:ServiceCareSummaryDestination`],
    ServiceCareSummaryDestination: [
      'id: s:int',
      'capacity?: tns:Capacity',
      'name?: s:string',
      'publicName?: s:string',
      'contactDetails?: s:string',
      'address?: s:string',
      'postcode?: s:string',
      'northings?: s:int',
      'eastings?: s:int',
      'url?: s:string',
      'serviceType: tns:ServiceType',
      'odsCode?: s:string',
      'nonPublicTelephoneNo?: s:string',
      'fax?: s:string',
      `${first}?: s:string`,
      'distance?: s:string',
      `${second}?: s:string`,
      'openAllHours: s:boolean',
      'capacityAttributes?: tns:ArrayOfCapacityAttributes',
      `${names.endpoints}: tns:ArrayOfServiceEndpoints`,
      'rotaSessions?: tns:ArrayOfServiceCareItemRotaSession',
      'openTimeSpecifiedSessions?: tns:ArrayOfOpenTimeSpecified',
      'attributes?: tns:ArrayOfAttributes',
      'serviceAgeRange: tns:ArrayOfServiceAgeRanges',
    ],
    ServiceType: ['id: s:long', 'name: s:string'],
    ArrayOfCapacityAttributes: ['capacityAttribute*: tns:CapacityAttribute'],
    CapacityAttribute: ['name: s:string', 'description: s:string', 'value: s:string'],
    ArrayOfServiceEndpoints: ['endpoint*: tns:Endpoint'],
    Endpoint: [
      'endpointOrder: s:int',
      'transport: s:string',
      'format: s:string',
      'interaction: s:string',
      'businessScenario: s:string',
      'address: s:string',
      'compression: s:string',
      'comment: s:string',
    ],
    ArrayOfServiceCareItemRotaSession: ['serviceCareItemRotaSession*: tns:ServiceCareItemRotaSession'],
    ServiceCareItemRotaSession: [
      'startDayOfWeek: tns:DayOfWeek',
      'startTime?: tns:TimeOfDay',
      'endDayOfWeek: tns:DayOfWeek',
      'endTime?: tns:TimeOfDay',
      'status?: s:string',
    ],
    TimeOfDay: ['hours: s:short', 'minutes: s:short'],
    ArrayOfOpenTimeSpecified: ['openTimeSpecified*: s:string'],
    ArrayOfAttributes: ['attribute*: tns:Attribute'],
    Attribute: ['dataType: s:string', 'name: s:string', 'description: s:string', 'value: s:string'],
    ArrayOfServiceAgeRanges: [`${names.ageRange}*: tns:AgeRange`],
    AgeRange: ['daysFrom: s:float', 'daysTo: s:float'],
    ArrayOfServices: ['service*: tns:ServiceDetail'],
    ...(version === '1.5'
      ? {
          ServiceDetail: [
            'id: s:string',
            'odsCode: s:string',
            `${names.endpoints}?: tns:ArrayOfServiceEndpoints`,
          ],
        }
      : {
          ServiceDetail: ['id: s:string', 'odsCode: s:string', 'contactDetails?: tns:ArrayOfContactDetails'],
          ArrayOfContactDetails: ['contactDetail*: tns:ContactDetail'],
          ContactDetail: ['tag: tns:contactType', 'name: s:string', 'value: s:string', 'order: s:int'],
        }),
    ArrayOfHospitalScores: [`${HOSPITAL}*: tns:Hospital`],
    Hospital: ['hospital_name: s:string', 'total_score: s:int', 'note: s:string', 'update_date: s:string'],
  }
}

/** Texts of which only some are allowed. */
export const enumerations = (version: SoapVersion): TypeTable => ({
  GenderType: ['M', 'F', 'I'],
  AgeFormatType: ['Days', 'Months', 'Years', 'AgeGroup'],
  Capacity: ['High', 'Low', 'None'],
  DayOfWeek: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Bankholiday'],
  DistanceSource:
    version === '1.5'
      ? ['Postcode', 'District', 'Sector', 'Web Service', 'Override', 'National']
      : ['User Defined', 'Postcode Default', 'System Default'],
  ...(version === '1.5' ? {} : { contactType: ['itk', 'telno', 'email', 'faxno', 'dts', 'http'] }),
})
