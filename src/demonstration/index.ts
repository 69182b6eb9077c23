export {
  type DemonstrationAccount,
  type DemonstrationFile,
  readDemonstrationFile,
  writeDemonstrationFile,
} from './file.ts'
export { ensureDemonstration, moveDemonstration, type Seeding } from './seed.ts'
export { DEMONSTRATION_SOURCE, demonstrationServices, type Scale } from './services.ts'
