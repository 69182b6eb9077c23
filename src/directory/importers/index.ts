export { type CsvMap, type CsvMapAnswer, readCsvMap } from './csv-map.ts'
export { TARGETS } from './csv-targets.ts'
export {
  type Counts,
  type FileReport,
  FORMATS,
  type ImportFormat,
  type ImportReport,
  type RejectedRow,
  type RepairedRow,
} from './import-report.ts'
export { type ImportServices, importServices } from './import-services.ts'
export { REJECTIONS, REPAIRS, type RejectionReason, type RepairKind } from './outcomes.ts'
export { writeReport } from './report-file.ts'
export type { ImportProgress } from './run-import.ts'
