import type { Database } from '../../../src/database/index.ts'
import { middleOfSquare } from '../../../src/places/index.ts'
import type { Clock } from '../../../src/vocabulary/index.ts'
import { openWatch, type Watch } from '../../../src/watch/index.ts'
import { countingDetection } from '../../watch/live/counting-detection.ts'

/** A watch over nothing, for acts that have nothing to do with it. */
export const aWatch = (database: Database, clock: Clock): Watch =>
  openWatch({
    database,
    clock,
    node: 'test',
    newId: () => 'id',
    detection: countingDetection({ accounts: [] }),
    model: 'counting',
    mode: 'brakes',
    middleOf: middleOfSquare,
    squareOf: () => null,
    log: {
      newest: async () => new Map(),
      after: async () => [],
      idsAfter: async () => [],
      callerOf: async () => null,
    },
    tell: async () => {},
    failed: (_what, error) => {
      throw error
    },
  })
