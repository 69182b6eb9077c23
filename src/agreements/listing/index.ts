export {
  differenceInWords,
  differencesBetween,
  type ListingChange,
  type ListingDifference,
} from './difference.ts'
export { type ConnectionList, LISTED_STATUSES, type ListedConnection, type ListedStatus } from './listed.ts'
export { type ListingEntry, readListingCheck, readListingHistory, readPublished } from './listing-store.ts'
export { makeList, type Register } from './make-list.ts'
export { checkListing, currentList, keepListing, type ListingKeeper, reconcileListing } from './reconcile.ts'
