import type { JournalFile, JournalFiles } from '../../src/activity/journal-files.ts'

const SECTOR = 512

type Inode = {
  cached: Buffer
  stored: Buffer
  dirty: Set<number>
  resized: boolean
}
export type Operation = 'create' | 'write' | 'read' | 'datasync' | 'truncate' | 'syncFolder' | 'remove'
export type Fault = {
  readonly on: Operation
  readonly code: string
  readonly takeBytes?: number
}

/**
 * A disk with a page cache. What is written is seen at once and survives a killed process; only what was synced is
 * sure to survive `powerCut`. A datasync that fails behaves as Linux does: the dirty sectors are forgotten and counted
 * clean, so that the next datasync succeeds and stores nothing of them.
 */
export class SimulatedDisk {
  /** Operations in the order they ended, such as `write 00000001.journal 0+120`. */
  readonly log: string[] = []
  readonly faults: Fault[] = []
  #names = new Map<string, Inode>()
  #storedNames = new Map<string, Inode>()
  #epoch = 0
  #truncations = 0

  readonly files: JournalFiles = {
    list: async () => [...this.#names.keys()],
    create: async name => {
      this.#mayFail('create')
      if (this.#names.has(name)) throw new Error('EEXIST')
      const inode = {
        cached: Buffer.alloc(0),
        stored: Buffer.alloc(0),
        dirty: new Set<number>(),
        resized: false,
      }
      this.#names.set(name, inode)
      this.log.push(`create ${name}`)
      return this.#open(name, inode)
    },
    open: async name => this.#open(name, this.#inode(name)),
    remove: async name => {
      this.#mayFail('remove')
      this.#names.delete(name)
      this.log.push(`remove ${name}`)
    },
    syncFolder: async () => {
      this.#mayFail('syncFolder')
      this.#storedNames = new Map(this.#names)
      this.log.push('syncFolder')
    },
  }

  /** The bytes of a file as a reader sees them. */
  contents(name: string): Buffer {
    return this.#inode(name).cached
  }

  /** Replaces the bytes of a file, as bit rot or a person would, on the disk itself. */
  overwrite(name: string, bytes: Buffer): void {
    const inode = this.#inode(name)
    Object.assign(inode, {
      cached: Buffer.from(bytes),
      stored: Buffer.from(bytes),
      resized: false,
    })
    inode.dirty.clear()
  }

  /** Loses the cache, and whoever holds a file open. `survives` is asked for each unsynced sector, length and name whether it reached the disk. */
  powerCut(survives: () => boolean): void {
    this.#epoch += 1
    const inodes = new Set([...this.#names.values(), ...this.#storedNames.values()])
    for (const inode of inodes) {
      const shorter = inode.resized && inode.cached.length < inode.stored.length && survives()
      let disk = shorter ? inode.stored.subarray(0, inode.cached.length) : inode.stored
      for (const sector of [...inode.dirty].sort((a, b) => a - b)) {
        const part = inode.cached.subarray(sector * SECTOR, (sector + 1) * SECTOR)
        if (part.length > 0 && survives()) disk = placed(disk, part, sector * SECTOR)
      }
      Object.assign(inode, {
        cached: Buffer.from(disk),
        stored: Buffer.from(disk),
        resized: false,
      })
      inode.dirty.clear()
    }
    const names = new Map(this.#storedNames)
    for (const [name, inode] of this.#names) if (!names.has(name) && survives()) names.set(name, inode)
    for (const name of this.#storedNames.keys()) if (!this.#names.has(name) && survives()) names.delete(name)
    this.#names = names
    this.#storedNames = new Map(names)
    this.faults.length = 0
  }

  #inode(name: string): Inode {
    const inode = this.#names.get(name)
    if (!inode) throw new Error(`ENOENT ${name}`)
    return inode
  }

  #mayFail(operation: Operation): Fault | undefined {
    const index = this.faults.findIndex(fault => fault.on === operation)
    if (index === -1) return undefined
    const [fault] = this.faults.splice(index, 1)
    if (!fault || fault.takeBytes !== undefined) return fault
    throw new Error(`${fault.code}: ${operation}`)
  }

  #open(name: string, inode: Inode): JournalFile {
    const epoch = this.#epoch
    const mayFail = (operation: Operation): Fault | undefined => {
      if (epoch !== this.#epoch) throw new Error('the power went')
      return this.#mayFail(operation)
    }
    return {
      write: async (bytes, position) => {
        // A fault with `takeBytes` is a short write; without, the write fails outright.
        const fault = mayFail('write')
        const taken = bytes.subarray(0, fault?.takeBytes ?? bytes.length)
        inode.cached = placed(inode.cached, taken, position)
        for (let at = position; at < position + taken.length; at += 1)
          inode.dirty.add(Math.floor(at / SECTOR))
        this.log.push(`write ${name} ${position}+${taken.length}`)
        return taken.length
      },
      read: async (into, position) => {
        mayFail('read')
        const part = inode.cached.subarray(position, position + into.length)
        into.set(part)
        return part.length
      },
      datasync: async () => {
        // Lets others run, as a real disk would.
        await new Promise(resolve => setImmediate(resolve))
        try {
          mayFail('datasync')
        } catch (error) {
          inode.dirty.clear()
          throw error
        }
        inode.stored = Buffer.from(inode.stored.subarray(0, inode.cached.length))
        writeBack(inode)
        inode.resized = false
        this.log.push(`datasync ${name}`)
      },
      truncate: async length => {
        mayFail('truncate')
        // Half the time the system has already written back what is now cut, unasked; a truncation is lost by a power cut.
        this.#truncations += 1
        if (this.#truncations % 2 === 1) writeBack(inode)
        inode.cached = Buffer.from(inode.cached.subarray(0, length))
        inode.resized = true
        this.log.push(`truncate ${name} ${length}`)
      },
      size: async () => inode.cached.length,
      close: async () => {},
    }
  }
}

/** Puts the dirty sectors on the disk, growing the file where needed. */
function writeBack(inode: Inode): void {
  for (const sector of inode.dirty) {
    const part = inode.cached.subarray(sector * SECTOR, (sector + 1) * SECTOR)
    if (part.length > 0) inode.stored = placed(inode.stored, part, sector * SECTOR)
  }
  inode.dirty.clear()
}

/** `bytes` with `part` laid over it at `position`; grown with zeros where needed. */
function placed(bytes: Buffer, part: Uint8Array, position: number): Buffer<ArrayBuffer> {
  const grown = Buffer.alloc(Math.max(bytes.length, position + part.length))
  bytes.copy(grown)
  grown.set(part, position)
  return grown
}
