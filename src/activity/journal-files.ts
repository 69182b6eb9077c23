import { writeSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** One open file of the journal. Offsets and lengths in bytes. */
export type JournalFile = {
  /** Writes at `position`; answers how many bytes went in, which may be fewer than asked. */
  readonly write: (bytes: Uint8Array, position: number) => Promise<number>
  /** Reads into `into` from `position`; answers how many bytes came, 0 at the end. */
  readonly read: (into: Uint8Array, position: number) => Promise<number>
  /** Resolves when every byte written through this handle, and the length of the file, is on the disk. */
  readonly datasync: () => Promise<void>
  readonly truncate: (length: number) => Promise<void>
  readonly size: () => Promise<number>
  readonly close: () => Promise<void>
}

/** What the journal asks of a file system, handed in so that a test can see the order of things and break them. */
export type JournalFiles = {
  /** Names of the files there, in no order. */
  readonly list: () => Promise<string[]>
  /** Makes a new file; fails when the name is taken. */
  readonly create: (name: string) => Promise<JournalFile>
  readonly open: (name: string) => Promise<JournalFile>
  readonly remove: (name: string) => Promise<void>
  /** Resolves when the names made and removed so far are on the disk: fsync(2) of a file does not cover its name. */
  readonly syncFolder: () => Promise<void>
}

/** The journal's folder on a real disk; made when it is missing. */
export async function diskFiles(folder: string): Promise<JournalFiles> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    list: () => readdir(folder),
    create: async name => fileOf(await open(join(folder, name), 'wx+', 0o600)),
    open: async name => fileOf(await open(join(folder, name), 'r+')),
    remove: name => unlink(join(folder, name)),
    syncFolder: async () => {
      const handle = await open(folder, 'r')
      try {
        await handle.sync()
      } finally {
        await handle.close()
      }
    },
  }
}

const fileOf = (handle: FileHandle): JournalFile => ({
  // Into the page cache, some 20 µs, and not by the thread pool: its answer would wait its turn behind a whole round of
  // questions, and only then could the sync begin. What makes it durable, and takes its time, is datasync.
  write: async (bytes, position) => writeSync(handle.fd, bytes, 0, bytes.length, position),
  read: async (into, position) => (await handle.read(into, 0, into.length, position)).bytesRead,
  datasync: () => handle.datasync(),
  truncate: length => handle.truncate(length),
  size: async () => (await handle.stat()).size,
  close: () => handle.close(),
})

/** Writes all of `bytes`, however short each write falls. */
export async function writeAll(file: JournalFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const count = await file.write(done === 0 ? bytes : bytes.subarray(done), position + done)
    if (count <= 0) throw new Error('The journal could not be written: the disk takes no bytes.')
    done += count
  }
}

/** Reads up to `length` bytes from `position`; fewer only at the end of the file. */
export async function readUpTo(file: JournalFile, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const count = await file.read(bytes.subarray(done), position + done)
    if (count === 0) break
    done += count
  }
  return bytes.subarray(0, done)
}
