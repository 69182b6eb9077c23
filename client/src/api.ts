// Made from the directory's OpenAPI document by client/generate.ts; a test holds it to that. Do not edit.

export interface Search {
/**
 * Where: a postcode in any form, a sector or outcode, a town, `easting,northing` in metres (OSGB36) or `latitude,longitude` (WGS84). England only. Left out only where `serves` names a postcode.
 */
near?: string
/**
 * Only services whose entries say that they are for this place: a postcode, or `origin` for the place of `near`. An entry says so by the places it covers, the areas it is limited to, or the practices it is kept for (with `practice`); one that says nothing of the kind is not found. Without `near` the search reaches as far as the agreement does, so that what is far away and serves the place is found.
 */
serves?: string
/**
 * Service types by id or code, with commas between. Left out: every type.
 */
type?: string
/**
 * Only services open then: `now`, or a date and time with its offset.
 */
open?: string
/**
 * Only services for this age: years, or `18m` months, `10d` days.
 */
age?: string
/**
 * Only services for a person of this sex.
 */
sex?: ("female" | "male" | "indeterminate")
/**
 * ODS code of the person's GP practice: also services kept for its patients.
 */
practice?: string
/**
 * Only services with this capacity status.
 */
capacity?: string
/**
 * Only services that take referrals from one of these roles (ids).
 */
referralRole?: string
/**
 * No further than this, metres in a straight line. Left out: as the policy says.
 */
within?: number
/**
 * How many services at most; never above what the agreement allows. There is no second page.
 */
limit?: number
/**
 * Only these members of each service, as the answer names them, with commas between; `id`, `name` and `distanceMetres` come always. Left out: all that you may see.
 */
fields?: string
/**
 * What for (AUP25-10). May be left out where the agreement names one purpose only.
 */
purpose?: ("urgent-care-referral" | "emergency-treatment" | "care-coordination" | "appointment-booking" | "referral-follow-up" | "self-care-signposting" | "individual-public-health" | "local-audit" | "incident-management" | "research" | "marketing" | "payment" | "service-planning" | "service-mapping")
/**
 * Who will see the answer; never wider than the agreement. Left out: as the agreement says.
 */
audience?: ("public" | "professional")
/**
 * Not about a person: a trial, or a probe of whether the directory answers, which needs permission first. Left out: it is in earnest.
 */
case?: ("TEST" | "MONITORING")
}

export interface SearchAnswer {
/**
 * Of the decision to answer; the activity log holds it.
 */
decisionId: string
/**
 * When this directory last confirmed that what it knows is current.
 */
asOf: string
/**
 * Do not show this answer after then; ask again.
 */
validUntil: string
/**
 * The newest change of the directory that the answer reflects.
 */
change: number
/**
 * Who the answer is shaped for.
 */
audience: ("public" | "professional")
purpose: (("urgent-care-referral" | "emergency-treatment" | "care-coordination" | "appointment-booking" | "referral-follow-up" | "self-care-signposting" | "individual-public-health" | "local-audit" | "incident-management" | "research" | "marketing" | "payment" | "service-planning" | "service-mapping") | null)
/**
 * A newer policy than the accepted one binds by use.
 */
newerPolicyToAccept?: boolean
/**
 * These members of a service, and no others, may be kept as a record of what a person was told (AUP25-26).
 * 
 * @maxItems 100
 */
mayKeep?: string[]
/**
 * There only while a brake is on.
 */
brake?: {
/**
 * Each does what those before it do.
 */
name: ("smaller-k" | "footprint-only" | "throttle")
/**
 * What it does.
 */
says: string
/**
 * Why it is on.
 */
why: string
/**
 * The clauses it rests on.
 * 
 * @maxItems 10
 */
clauses: string[]
/**
 * What to name when asking about it.
 * 
 * @maxItems 100
 */
findings: string[]
/**
 * How it ends.
 */
ends: string
/**
 * Whom to ask.
 */
contact: {
name: string
email: string
phone: string
}
}
origin: {
label: string
kind: ("postcode" | "sector" | "outcode" | "area" | "town" | "grid" | "coordinate")
/**
 * How exactly the point is known.
 */
precision: ("exact" | "unit" | "sector" | "outcode" | "town" | "area")
/**
 * Say so wherever distances are shown.
 */
approximate: boolean
/**
 * Ninety-five in a hundred true points lie within this.
 */
errorMetres: number
/**
 * Distances in this answer are multiples of this.
 */
distancesRoundedToMetres: number
/**
 * OSGB36 National Grid (EPSG:27700), metres.
 */
easting: number
/**
 * As easting.
 */
northing: number
/**
 * WGS84 degrees.
 */
latitude: number
/**
 * WGS84 degrees.
 */
longitude: number
/**
 * To be shown with the answer.
 * 
 * @maxItems 10
 */
notices: string[]
}
/**
 * The place of `serves`, where it was given.
 */
served?: {
label: string
kind: ("postcode" | "sector" | "outcode" | "area" | "town" | "grid" | "coordinate")
/**
 * How exactly the point is known.
 */
precision: ("exact" | "unit" | "sector" | "outcode" | "town" | "area")
/**
 * Say so wherever distances are shown.
 */
approximate: boolean
/**
 * Ninety-five in a hundred true points lie within this.
 */
errorMetres: number
/**
 * Distances in this answer are multiples of this.
 */
distancesRoundedToMetres: number
/**
 * OSGB36 National Grid (EPSG:27700), metres.
 */
easting: number
/**
 * As easting.
 */
northing: number
/**
 * WGS84 degrees.
 */
latitude: number
/**
 * WGS84 degrees.
 */
longitude: number
/**
 * To be shown with the answer.
 * 
 * @maxItems 10
 */
notices: string[]
}
/**
 * How far this search reached.
 */
withinMetres: number
/**
 * How many services it could hold.
 */
limit: number
/**
 * How many services it holds.
 */
count: number
/**
 * Nearest first; services equally far in order of id.
 * 
 * @maxItems 100
 */
services: {
/**
 * In a straight line, from the origin.
 */
distanceMetres: number
/**
 * Where `serves` was given: its entry says that it serves that place.
 */
serves?: "yes"
/**
 * By which part of its entry.
 */
servesBecause?: ("coverage" | "limited-area" | "practice" | "nothing-kept")
open?: {
open: boolean
/**
 * When it closes, if it is open and closes within 400 days.
 */
closesAt?: string
/**
 * When it opens, if it is closed and opens within 400 days.
 */
opensAt?: string
}
/**
 * How long the capacity status has stood.
 */
capacityAgeSeconds?: number
/**
 * What to look the service up by. A number, or, where the agreement has handles, a text that means nothing to other connections.
 */
id: (number | string)
/**
 * The identifier that DoS interfaces call `id`.
 */
uid?: string
/**
 * As kept by the provider: mostly an ODS code, sometimes with a suffix.
 */
odsCode?: string
name: string
/**
 * The name to show to the public, before `name`.
 */
publicName?: string
/**
 * See /api/v1/service-types.
 */
typeId?: number
/**
 * Who may be told of this service at all.
 */
audience?: ("public" | "professional")
place?: {
/**
 * @maxItems 20
 */
address: string[]
town?: string
postcode?: string
/**
 * Metres, OSGB36 National Grid (EPSG:27700).
 */
easting?: number
/**
 * Metres, as `easting`.
 */
northing?: number
/**
 * Degrees, WGS84.
 */
latitude?: number
/**
 * Degrees, WGS84.
 */
longitude?: number
}
/**
 * @maxItems 100
 */
contacts?: {
kind: ("phone" | "fax" | "email" | "web")
value: string
label?: string
audience?: ("public" | "professional")
}[]
instructions?: {
/**
 * For the person; REST calls it `callHandler`.
 */
public?: string
/**
 * For the clinician; REST calls it `other`.
 */
professional?: string
/**
 * How a professional refers.
 */
referral?: string
}
capacity?: {
status: ("green" | "amber" | "red")
notes?: string
updatedAt: string
resetAt?: string
}
verification?: {
lastVerifiedOn?: string
}
}[]
}

export interface ClinicalSearch {
/**
 * Where: a postcode in any form, a sector or outcode, a town, `easting,northing` in metres (OSGB36) or `latitude,longitude` (WGS84). England only.
 */
near: string
/**
 * What is the matter: id of a symptom group.
 */
symptomGroup: number
/**
 * What it takes: ids of discriminators that may be asked with that group. A service must manage them all.
 * 
 * @minItems 1
 * @maxItems 20
 */
discriminators: number[]
/**
 * How soon and by whom: uid of a disposition group. Left out: not asked about.
 */
dispositionGroup?: number
/**
 * Only services for this age: years, or `18m` months, `10d` days.
 */
age?: string
/**
 * Only services for a person of this sex.
 */
sex?: ("female" | "male" | "indeterminate")
/**
 * ODS code of the person's GP practice: what is kept for its patients is found too, and the practice comes first of its rank.
 */
surgery?: string
/**
 * How far to search where no distance is kept for the place, metres along each axis of the grid. Left out: 60 km there.
 */
distance?: number
/**
 * That `distance` comes before what is kept for the place.
 */
forceDistance?: boolean
/**
 * When the person would go: a date and time with its offset, up to 12 months ahead. Left out: now.
 */
at?: string
/**
 * Service types by id or code, with commas between. Left out: every type.
 */
type?: string
/**
 * Only these members of each service, as the answer names them, with commas between; `id`, `name` and `distanceMetres` come always. Left out: all that you may see.
 */
fields?: string
/**
 * What for (AUP25-10). May be left out where the agreement names one purpose only.
 */
purpose?: ("urgent-care-referral" | "emergency-treatment" | "care-coordination" | "appointment-booking" | "referral-follow-up" | "self-care-signposting" | "individual-public-health" | "local-audit" | "incident-management" | "research" | "marketing" | "payment" | "service-planning" | "service-mapping")
/**
 * Who will see the answer; never wider than the agreement. Left out: as the agreement says.
 */
audience?: ("public" | "professional")
/**
 * Not about a person: a trial, or a probe of whether the directory answers, which needs permission first. Left out: it is in earnest.
 */
case?: ("TEST" | "MONITORING")
}

export interface ClinicalSearchAnswer {
/**
 * Of the decision to answer; the activity log holds it.
 */
decisionId: string
/**
 * When this directory last confirmed that what it knows is current.
 */
asOf: string
/**
 * Do not show this answer after then; ask again.
 */
validUntil: string
/**
 * The newest change of the directory that the answer reflects.
 */
change: number
/**
 * Who the answer is shaped for.
 */
audience: ("public" | "professional")
purpose: (("urgent-care-referral" | "emergency-treatment" | "care-coordination" | "appointment-booking" | "referral-follow-up" | "self-care-signposting" | "individual-public-health" | "local-audit" | "incident-management" | "research" | "marketing" | "payment" | "service-planning" | "service-mapping") | null)
/**
 * A newer policy than the accepted one binds by use.
 */
newerPolicyToAccept?: boolean
/**
 * These members of a service, and no others, may be kept as a record of what a person was told (AUP25-26).
 * 
 * @maxItems 100
 */
mayKeep?: string[]
/**
 * There only while a brake is on.
 */
brake?: {
/**
 * Each does what those before it do.
 */
name: ("smaller-k" | "footprint-only" | "throttle")
/**
 * What it does.
 */
says: string
/**
 * Why it is on.
 */
why: string
/**
 * The clauses it rests on.
 * 
 * @maxItems 10
 */
clauses: string[]
/**
 * What to name when asking about it.
 * 
 * @maxItems 100
 */
findings: string[]
/**
 * How it ends.
 */
ends: string
/**
 * Whom to ask.
 */
contact: {
name: string
email: string
phone: string
}
}
origin: {
label: string
kind: ("postcode" | "sector" | "outcode" | "area" | "town" | "grid" | "coordinate")
/**
 * How exactly the point is known.
 */
precision: ("exact" | "unit" | "sector" | "outcode" | "town" | "area")
/**
 * Say so wherever distances are shown.
 */
approximate: boolean
/**
 * Ninety-five in a hundred true points lie within this.
 */
errorMetres: number
/**
 * Distances in this answer are multiples of this.
 */
distancesRoundedToMetres: number
/**
 * OSGB36 National Grid (EPSG:27700), metres.
 */
easting: number
/**
 * As easting.
 */
northing: number
/**
 * WGS84 degrees.
 */
latitude: number
/**
 * WGS84 degrees.
 */
longitude: number
/**
 * To be shown with the answer.
 * 
 * @maxItems 10
 */
notices: string[]
}
/**
 * How far this search reached along each axis of the grid: a corner of that square is further off.
 */
withinMetres: number
/**
 * Where that distance is from: forced, kept for the postcode, its sector or its outcode, asked for, or the one for the whole country.
 */
distanceSource: ("override" | "postcode" | "sector" | "district" | "request" | "national")
/**
 * When the person would go.
 */
at: string
/**
 * By when a service must open to be found.
 */
windowUntil: string
/**
 * Nothing fits: these are the nearest emergency departments, whatever their profile.
 */
catchAll: boolean
/**
 * How many services it holds.
 */
count: number
/**
 * In clinical order: show them in this one. `open` is as at `at`.
 * 
 * @maxItems 100
 */
services: {
/**
 * From the origin: by road where `byRoad`, else in a straight line.
 */
distanceMetres: number
/**
 * The person's own practice, urgent care commissioned for it, or the catch-all.
 */
label?: (("home" | "home-out-of-hours" | "catch-all") | null)
/**
 * Of its type, by the ranking of the place: 1 is best; null: it has none.
 */
rank?: (number | null)
/**
 * Whether the distance is by road.
 */
byRoad?: boolean
open?: {
open: boolean
/**
 * When it closes, if it is open and closes within 400 days.
 */
closesAt?: string
/**
 * When it opens, if it is closed and opens within 400 days.
 */
opensAt?: string
}
/**
 * How long the capacity status has stood.
 */
capacityAgeSeconds?: number
/**
 * What to look the service up by. A number, or, where the agreement has handles, a text that means nothing to other connections.
 */
id: (number | string)
/**
 * The identifier that DoS interfaces call `id`.
 */
uid?: string
/**
 * As kept by the provider: mostly an ODS code, sometimes with a suffix.
 */
odsCode?: string
name: string
/**
 * The name to show to the public, before `name`.
 */
publicName?: string
/**
 * See /api/v1/service-types.
 */
typeId?: number
/**
 * Who may be told of this service at all.
 */
audience?: ("public" | "professional")
place?: {
/**
 * @maxItems 20
 */
address: string[]
town?: string
postcode?: string
/**
 * Metres, OSGB36 National Grid (EPSG:27700).
 */
easting?: number
/**
 * Metres, as `easting`.
 */
northing?: number
/**
 * Degrees, WGS84.
 */
latitude?: number
/**
 * Degrees, WGS84.
 */
longitude?: number
}
/**
 * @maxItems 100
 */
contacts?: {
kind: ("phone" | "fax" | "email" | "web")
value: string
label?: string
audience?: ("public" | "professional")
}[]
instructions?: {
/**
 * For the person; REST calls it `callHandler`.
 */
public?: string
/**
 * For the clinician; REST calls it `other`.
 */
professional?: string
/**
 * How a professional refers.
 */
referral?: string
}
capacity?: {
status: ("green" | "amber" | "red")
notes?: string
updatedAt: string
resetAt?: string
}
verification?: {
lastVerifiedOn?: string
}
}[]
}

export interface LookUp {
fields?: string
purpose?: ("urgent-care-referral" | "emergency-treatment" | "care-coordination" | "appointment-booking" | "referral-follow-up" | "self-care-signposting" | "individual-public-health" | "local-audit" | "incident-management" | "research" | "marketing" | "payment" | "service-planning" | "service-mapping")
audience?: ("public" | "professional")
case?: ("TEST" | "MONITORING")
}

export interface LookUpAnswer {
/**
 * Of the decision to answer; the activity log holds it.
 */
decisionId: string
/**
 * When this directory last confirmed that what it knows is current.
 */
asOf: string
/**
 * Do not show this answer after then; ask again.
 */
validUntil: string
/**
 * The newest change of the directory that the answer reflects.
 */
change: number
/**
 * Who the answer is shaped for.
 */
audience: ("public" | "professional")
purpose: (("urgent-care-referral" | "emergency-treatment" | "care-coordination" | "appointment-booking" | "referral-follow-up" | "self-care-signposting" | "individual-public-health" | "local-audit" | "incident-management" | "research" | "marketing" | "payment" | "service-planning" | "service-mapping") | null)
/**
 * A newer policy than the accepted one binds by use.
 */
newerPolicyToAccept?: boolean
/**
 * These members of a service, and no others, may be kept as a record of what a person was told (AUP25-26).
 * 
 * @maxItems 100
 */
mayKeep?: string[]
/**
 * There only while a brake is on.
 */
brake?: {
/**
 * Each does what those before it do.
 */
name: ("smaller-k" | "footprint-only" | "throttle")
/**
 * What it does.
 */
says: string
/**
 * Why it is on.
 */
why: string
/**
 * The clauses it rests on.
 * 
 * @maxItems 10
 */
clauses: string[]
/**
 * What to name when asking about it.
 * 
 * @maxItems 100
 */
findings: string[]
/**
 * How it ends.
 */
ends: string
/**
 * Whom to ask.
 */
contact: {
name: string
email: string
phone: string
}
}
/**
 * Counts the versions of this entry.
 */
version: number
/**
 * When this version was written.
 */
updatedAt: string
service: {
open?: {
open: boolean
/**
 * When it closes, if it is open and closes within 400 days.
 */
closesAt?: string
/**
 * When it opens, if it is closed and opens within 400 days.
 */
opensAt?: string
}
/**
 * How long the capacity status has stood.
 */
capacityAgeSeconds?: number
/**
 * What to look the service up by. A number, or, where the agreement has handles, a text that means nothing to other connections.
 */
id: (number | string)
/**
 * The identifier that DoS interfaces call `id`.
 */
uid?: string
/**
 * As kept by the provider: mostly an ODS code, sometimes with a suffix.
 */
odsCode?: string
name: string
/**
 * The name to show to the public, before `name`.
 */
publicName?: string
/**
 * See /api/v1/service-types.
 */
typeId?: number
/**
 * Only `active` services are ever found.
 */
status?: ("active" | "closed" | "commissioning" | "suspended" | "pending")
/**
 * Who may be told of this service at all.
 */
audience?: ("public" | "professional")
/**
 * The service above it in the hierarchy. A number, or, where the agreement has handles, a text that means nothing to other connections.
 */
parentId?: (number | string)
/**
 * The DoS region whose lead answers for this entry.
 */
regionId?: string
place?: {
/**
 * @maxItems 20
 */
address: string[]
town?: string
postcode?: string
/**
 * Metres, OSGB36 National Grid (EPSG:27700).
 */
easting?: number
/**
 * Metres, as `easting`.
 */
northing?: number
/**
 * Degrees, WGS84.
 */
latitude?: number
/**
 * Degrees, WGS84.
 */
longitude?: number
/**
 * How exactly the point is known.
 */
precision?: ("exact" | "unit" | "sector" | "outcode" | "area" | "town")
}
/**
 * @maxItems 100
 */
contacts?: {
kind: ("phone" | "fax" | "email" | "web")
value: string
label?: string
audience?: ("public" | "professional")
}[]
instructions?: {
/**
 * For the person; REST calls it `callHandler`.
 */
public?: string
/**
 * For the clinician; REST calls it `other`.
 */
professional?: string
/**
 * How a professional refers.
 */
referral?: string
}
/**
 * Wall clock of Europe/London.
 */
openingTimes?: {
/**
 * Open at every hour of every day, but for specified dates.
 */
allHours: boolean
/**
 * At most one entry for each day, in order from Monday; a day that is absent is closed.
 * 
 * @maxItems 7
 */
weekly: {
day: ("monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")
/**
 * @maxItems 24
 */
sessions: {
opens: string
closes: string
}[]
}[]
/**
 * Sessions on England's bank holidays; none: closed.
 * 
 * @maxItems 24
 */
bankHolidays: {
opens: string
closes: string
}[]
/**
 * Dates that differ, in order; no sessions: closed that day. They come before every other rule.
 * 
 * @maxItems 2000
 */
specifiedDates: {
date: string
/**
 * @maxItems 24
 */
sessions: {
opens: string
closes: string
}[]
}[]
/**
 * Offer this service only while it is open, or opens within this many minutes.
 */
returnIfOpenWithinMinutes?: number
}
eligibility?: {
/**
 * Both ends included; a year is 365.25 days. None: no age is served.
 * 
 * @maxItems 100
 */
ageRanges: {
fromDays: number
toDays: number
}[]
/**
 * None: nobody is served.
 * 
 * @maxItems 3
 */
sexes: ("female" | "male" | "indeterminate")[]
/**
 * Present: only for patients of these GP practices (ODS codes). Absent: not restricted.
 * 
 * @maxItems 10000
 */
practices?: string[]
notes?: string
}
clinicalProfile?: {
/**
 * Symptom group and discriminator pairs this service can manage.
 * 
 * @maxItems 50000
 */
symptoms: {
group: number
discriminator: number
}[]
/**
 * Disposition codes it accepts, `Dx` and a number.
 * 
 * @maxItems 5000
 */
dispositions: string[]
}
/**
 * Who may refer; a service with none is found by nobody.
 * 
 * @maxItems 100
 */
referralRoles?: number[]
/**
 * Use in order.
 * 
 * @maxItems 200
 */
endpoints?: {
order: number
transport: ("itk" | "email" | "telno" | "http")
format?: ("CDA" | "HTML" | "PDF" | "FHIR")
interaction?: string
businessScenario?: ("Primary" | "Copy")
address: string
compressed?: boolean
comment?: string
}[]
/**
 * @maxItems 1000
 */
attributes?: {
name: string
value: string
}[]
capacity?: {
status: ("green" | "amber" | "red")
notes?: string
updatedAt: string
resetAt?: string
}
verification?: {
lastVerifiedOn?: string
nextDueOn?: string
}
/**
 * The places it serves; absent: no such limit is kept, which is not the same as serving everywhere.
 * 
 * @maxItems 5000
 */
coverage?: {
/**
 * What the code is of: `LS1 4AP`, `LS1 4`, `LS1`, a local authority, an ICB, a DoS region.
 */
kind: ("postcode" | "sector" | "outcode" | "district" | "board" | "region" | "radius")
code?: string
metres?: number
}[]
source?: {
/**
 * `demonstration` marks an invented service.
 */
name: string
}
}
}

export interface ServiceTypesAnswer {
/**
 * Of the decision to answer; the activity log holds it.
 */
decisionId: string
/**
 * When this directory last confirmed that what it knows is current.
 */
asOf: string
/**
 * Do not show this answer after then; ask again.
 */
validUntil: string
/**
 * The newest change of the directory that the answer reflects.
 */
change: number
/**
 * Who the answer is shaped for.
 */
audience: ("public" | "professional")
purpose: (("urgent-care-referral" | "emergency-treatment" | "care-coordination" | "appointment-booking" | "referral-follow-up" | "self-care-signposting" | "individual-public-health" | "local-audit" | "incident-management" | "research" | "marketing" | "payment" | "service-planning" | "service-mapping") | null)
/**
 * A newer policy than the accepted one binds by use.
 */
newerPolicyToAccept?: boolean
/**
 * These members of a service, and no others, may be kept as a record of what a person was told (AUP25-26).
 * 
 * @maxItems 100
 */
mayKeep?: string[]
/**
 * There only while a brake is on.
 */
brake?: {
/**
 * Each does what those before it do.
 */
name: ("smaller-k" | "footprint-only" | "throttle")
/**
 * What it does.
 */
says: string
/**
 * Why it is on.
 */
why: string
/**
 * The clauses it rests on.
 * 
 * @maxItems 10
 */
clauses: string[]
/**
 * What to name when asking about it.
 * 
 * @maxItems 100
 */
findings: string[]
/**
 * How it ends.
 */
ends: string
/**
 * Whom to ask.
 */
contact: {
name: string
email: string
phone: string
}
}
/**
 * @maxItems 1000
 */
serviceTypes: {
id: number
code: string
name: string
}[]
}

export interface PlaceAnswer {
/**
 * Of the decision to answer; the activity log holds it.
 */
decisionId: string
/**
 * When this directory last confirmed that what it knows is current.
 */
asOf: string
/**
 * Do not show this answer after then; ask again.
 */
validUntil: string
/**
 * The newest change of the directory that the answer reflects.
 */
change: number
/**
 * Who the answer is shaped for.
 */
audience: ("public" | "professional")
purpose: (("urgent-care-referral" | "emergency-treatment" | "care-coordination" | "appointment-booking" | "referral-follow-up" | "self-care-signposting" | "individual-public-health" | "local-audit" | "incident-management" | "research" | "marketing" | "payment" | "service-planning" | "service-mapping") | null)
/**
 * A newer policy than the accepted one binds by use.
 */
newerPolicyToAccept?: boolean
/**
 * These members of a service, and no others, may be kept as a record of what a person was told (AUP25-26).
 * 
 * @maxItems 100
 */
mayKeep?: string[]
/**
 * There only while a brake is on.
 */
brake?: {
/**
 * Each does what those before it do.
 */
name: ("smaller-k" | "footprint-only" | "throttle")
/**
 * What it does.
 */
says: string
/**
 * Why it is on.
 */
why: string
/**
 * The clauses it rests on.
 * 
 * @maxItems 10
 */
clauses: string[]
/**
 * What to name when asking about it.
 * 
 * @maxItems 100
 */
findings: string[]
/**
 * How it ends.
 */
ends: string
/**
 * Whom to ask.
 */
contact: {
name: string
email: string
phone: string
}
}
outcome: ("located" | "terminated" | "outside-england" | "non-geographic" | "no-fixed-abode" | "unlocated" | "ambiguous" | "not-recognised")
place?: ({
label: string
kind: ("postcode" | "sector" | "outcode" | "area" | "town" | "grid" | "coordinate")
/**
 * How exactly the point is known.
 */
precision: ("exact" | "unit" | "sector" | "outcode" | "town" | "area")
/**
 * Say so wherever distances are shown.
 */
approximate: boolean
/**
 * Ninety-five in a hundred true points lie within this.
 */
errorMetres: number
/**
 * Distances in this answer are multiples of this.
 */
distancesRoundedToMetres: number
/**
 * OSGB36 National Grid (EPSG:27700), metres.
 */
easting: number
/**
 * As easting.
 */
northing: number
/**
 * WGS84 degrees.
 */
latitude: number
/**
 * WGS84 degrees.
 */
longitude: number
/**
 * To be shown with the answer.
 * 
 * @maxItems 10
 */
notices: string[]
} | null)
label?: string
/**
 * Year and month, YYYY-MM.
 */
endedOn?: string
nation?: string
askInstead?: string
reason?: string
/**
 * @maxItems 10
 */
choices?: {
label: string
kind: ("postcode" | "sector" | "outcode" | "area" | "town" | "grid" | "coordinate")
/**
 * How exactly the point is known.
 */
precision: ("exact" | "unit" | "sector" | "outcode" | "town" | "area")
/**
 * Say so wherever distances are shown.
 */
approximate: boolean
/**
 * Ninety-five in a hundred true points lie within this.
 */
errorMetres: number
/**
 * Distances in this answer are multiples of this.
 */
distancesRoundedToMetres: number
/**
 * OSGB36 National Grid (EPSG:27700), metres.
 */
easting: number
/**
 * As easting.
 */
northing: number
/**
 * WGS84 degrees.
 */
latitude: number
/**
 * WGS84 degrees.
 */
longitude: number
/**
 * To be shown with the answer.
 * 
 * @maxItems 10
 */
notices: string[]
}[]
}

export interface Problem {
/**
 * Leads to a page that explains it; for a used-up volume, the type of draft-ietf-httpapi-ratelimit-headers.
 */
type: string
title: string
status: number
/**
 * What is the matter in this case.
 */
detail: string
/**
 * The stable code to branch on.
 */
reason: string
/**
 * Clauses of the acceptable use policy it rests on.
 * 
 * @maxItems 100
 */
clauses: string[]
/**
 * What to do now.
 */
remedy: string
contact: {
name: string
email: string
phone: string
}
requestId?: string
decisionId?: string
policyVersion?: string
retryAfterSeconds?: number
/**
 * Limits that are used up, by name. Besides those in RateLimit-Policy it may be `organisation-` or `product-` and minute, day or spike: what all connections of either have together.
 * 
 * @maxItems 20
 */
"violated-policies"?: string[]
/**
 * @maxItems 100
 */
errors?: {
parameter: string
in: string
message: string
}[]
/**
 * Everything still missing for the step.
 * 
 * @maxItems 100
 */
unmet?: {
what: string
/**
 * @maxItems 100
 */
clauses: string[]
whoCanFix: string
}[]
}
