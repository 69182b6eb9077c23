export { type CalibrationInput, calibrate, createCalibration } from './calibrate.ts'
export { createDetection, type DetectionOptions } from './detection.ts'
export { type Model, ModelError, parseModel } from './model.ts'
export {
  BRAKES,
  type Brake,
  type DeclaredEvent,
  type Detection,
  type Finding,
  type FindingScope,
  type Footprint,
  type Observation,
  type WatchedAccount,
  type WatchedService,
} from './types.ts'
