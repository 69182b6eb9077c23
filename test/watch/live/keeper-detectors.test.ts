import { deserialize } from 'node:v8'
import { createDetection } from '../../../src/watch/index.ts'
import { comesBack } from './comes-back.ts'

comesBack('the detectors of the house', createDetection, deserialize)
