export { createUnmetNeed, type SearchedPlace, type UnmetNeed } from './unmet.ts'
export {
  NEED_GROUPINGS,
  type NeedFilter,
  type NeedGrouping,
  type NeedRow,
  readNeeds,
  readSearches,
} from './unmet-store.ts'
