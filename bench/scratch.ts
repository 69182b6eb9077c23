import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgres } from '../src/database/index.ts'

/** Does `work` with a folder of its own, which is gone afterwards. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-bench-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const LOCAL_SERVER = 'postgres://postgres@127.0.0.1:5432/postgres'

/** A PostgreSQL to measure on: the one DATABASE_URL names, else one on this machine, else none. */
export async function reachableServer(): Promise<string | undefined> {
  const url = process.env['DATABASE_URL'] ?? LOCAL_SERVER
  const database = await openPostgres(url, 1).catch(() => undefined)
  const answers = await database?.query('select 1').then(
    () => true,
    () => false,
  )
  await database?.close()
  return answers ? url : undefined
}

/** Does `work` with a new database on the server, which is dropped afterwards. */
export async function withDatabase<T>(server: string, work: (url: string) => Promise<T>): Promise<T> {
  const name = `signpost_bench_${randomUUID().replaceAll('-', '')}`
  const admin = await openPostgres(server, 1)
  try {
    await admin.query(`create database ${name}`)
    const own = new URL(server)
    own.pathname = `/${name}`
    return await work(own.href)
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.close()
  }
}
