// Starts the application with the demonstration world, and says how long that took and what it holds.
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { compose } from '../../src/compose.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { benchConfig } from '../config.ts'
import { answering, told } from './answering.ts'

const Given = Type.Object({ folder: Type.String() })
const { folder } = Compile(Given).Parse(told())
const config = { ...benchConfig(folder, null), demonstration: 'standard' as const }
const house = await compose(config, { clock: systemClock, say: () => {} })
await house.listen()
const { user, system } = process.cpuUsage()
// Since the process began, so that reading the program counts as well.
const startedMillis = performance.now()

answering(
  {
    started: () => ({
      millis: startedMillis,
      cpuMillis: (user + system) / 1000,
      services: house.memory.size(),
      rssBytes: process.memoryUsage().rss,
    }),
  },
  house.close,
)
