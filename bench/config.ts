import { type Config, readConfig } from '../src/config.ts'

/** The settings of a shipped server, but for its folder, any free port, and no lines on the terminal. */
export const benchConfig = (folder: string, databaseUrl: string | null): Config => ({
  ...readConfig({}),
  port: 0,
  dataFolder: folder,
  databaseUrl,
  demonstration: 'off',
  logLevel: 'silent',
})
