export { createQuota, type Quota, type Reservation, type Volume } from './quota.ts'
export { createRecentResults, type RecentResults } from './recent.ts'
