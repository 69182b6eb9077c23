import { comesBack } from './comes-back.ts'
import { countingDetection } from './counting-detection.ts'

comesBack('a counting detection', countingDetection, snapshot => JSON.parse(snapshot.toString()))
