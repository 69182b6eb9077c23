import { createMemory, EMPTY_REFERENCE } from '../../../src/directory/index.ts'
import type { ActRooms } from '../../../src/http/index.ts'
import { createPlaces } from '../../../src/places/index.ts'

/** A directory without services, for tests of acts that search for none. */
export const NO_SERVICES: ActRooms['clinical'] = {
  memory: createMemory({ isSearchable: () => false }),
  places: createPlaces(),
  clinical: () => EMPTY_REFERENCE,
}
