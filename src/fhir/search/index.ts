export { type Anchor, anchorOf, type ForWhom, isByType, type Thing, type TypeIds } from './anchors.ts'
export { ASKING, askingName, JSON_FORMATS, NOTHING_ASKED, readAsking, XML_FORMATS } from './asking.ts'
export { type Note, type Page, pageAddress, searchset } from './bundle.ts'
export type { Criterion, Step, Test } from './criterion.ts'
export { type Graph, holds } from './holds.ts'
export { included, includesOf, revincludesOf } from './include.ts'
export { type DistanceUnit, KILOMETRES } from './near.ts'
export { type ParameterKind, parameterOf, parametersOf, type SearchParameter } from './parameters.ts'
export { quickTest } from './quick.ts'
export { CURSOR, readSearch, type SearchReading } from './read-search.ts'
export { MODIFIERS } from './read-test.ts'
export {
  type DirectoryResource,
  RESOURCE_TYPES,
  type ResourceType,
  referenceTo,
  resourceTypeOf,
} from './resource-types.ts'
export type { Asking, NearTest, Pair, Search } from './search.ts'
export { type Placed, sorted } from './sort.ts'
export { type Part, partOf, readElements, SUMMARIES } from './subset.ts'
export type { SearchError } from './wrong.ts'
