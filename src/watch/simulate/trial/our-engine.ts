import { createCalibration, createDetection } from '../../detection/index.ts'
import type { Engine } from './engine.ts'

/** The detectors of this watch, as they run in the service. */
export const ourEngine: Engine = {
  calibrate: (services, accounts, traffic) => {
    const calibration = createCalibration({ services, accounts })
    traffic(calibration.observe)
    calibration.again()
    traffic(calibration.observe)
    const model = calibration.finish()
    return {
      detect: (ofDirectory, of, strictness) =>
        createDetection({ model, services: ofDirectory, accounts: of, strictness }),
    }
  },
}
