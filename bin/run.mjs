#!/usr/bin/env node
// Runs one of the project's own TypeScript files (tests, bench) on the same runtime as the program.
import { pathToFileURL } from 'node:url'
import { launch } from './launch.mjs'

const [file, ...rest] = process.argv.slice(2)
if (!file) {
  console.error('usage: node bin/run.mjs FILE.ts [ARGUMENT ...]')
  process.exit(2)
}
launch(pathToFileURL(file), rest)
