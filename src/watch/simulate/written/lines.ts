import type { Observation, WatchedAccount, WatchedService } from '../../detection/types.ts'

/** The fixed formats of `watch calibrate` and `watch replay`: one JSON object a line. */
export const serviceLine = ({ id, type, easting, northing, region, odsCode }: WatchedService): string =>
  line({ id, type, easting, northing, region, odsCode })

export const agreementLine = (account: WatchedAccount): string => line({ ...account })

export const logLine = ({ at, ...observation }: Observation): string =>
  line({ at: new Date(at).toISOString(), ...observation })

const line = (value: object): string => `${JSON.stringify(value)}\n`
