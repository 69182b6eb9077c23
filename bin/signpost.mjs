#!/usr/bin/env node
// Plain JavaScript on purpose: whatever Node a machine has must be able to read this file and say what to do.
// The program itself is TypeScript and runs natively on Node 24 or later, which `npm ci` brings along as the
// npm package `node`.
import { launch } from './launch.mjs'

launch(new URL('../src/cli/main.ts', import.meta.url), process.argv.slice(2))
