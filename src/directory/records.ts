/**
 * Many small texts in a few large buffers outside the JavaScript heap: a million records as Buffers of their own would
 * give the garbage collector a million objects to visit. A handle stands for one text until it is freed.
 */
export type Records = {
  readonly write: (content: string | Buffer) => number
  /** A view, not a copy: read it before anything is freed. */
  readonly read: (handle: number) => Buffer
  readonly free: (handle: number) => void
  /** Whether a handle lies in the block. */
  readonly isIn: (handle: number, block: number) => boolean
  /** A full block of which less than half is in use: write its texts again, and it goes. Undefined: all is well. */
  readonly sparseBlock: () => number | undefined
  readonly bytes: () => number
}

const BLOCK_BYTES = 2 ** 20
const LENGTH_BYTES = 4
const SPARSE_SHARE = 0.5

type Block = { readonly buffer: Buffer; used: number; live: number }

export function createRecords(): Records {
  const blocks: (Block | undefined)[] = []
  const free: number[] = []
  let current = -1

  const open = (bytes: number): Block => {
    if (blocks[current]?.live === 0) drop(current)
    const block = { buffer: Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, bytes)), used: 0, live: 0 }
    current = free.pop() ?? blocks.length
    blocks[current] = block
    return block
  }
  const drop = (at: number): void => {
    blocks[at] = undefined
    free.push(at)
  }
  const blockOf = (handle: number): Block => {
    const block = blocks[Math.floor(handle / BLOCK_BYTES)]
    if (!block) throw new Error(`No record is kept under ${handle}`)
    return block
  }
  return {
    write: content => {
      const length = typeof content === 'string' ? Buffer.byteLength(content) : content.length
      const size = LENGTH_BYTES + length
      let block = blocks[current]
      if (!block || block.used + size > block.buffer.length) block = open(size)
      const offset = block.used
      block.buffer.writeUInt32LE(length, offset)
      if (typeof content === 'string') block.buffer.write(content, offset + LENGTH_BYTES)
      else content.copy(block.buffer, offset + LENGTH_BYTES)
      block.used += size
      block.live += size
      return current * BLOCK_BYTES + offset
    },
    read: handle => {
      const { buffer } = blockOf(handle)
      const offset = handle % BLOCK_BYTES
      const start = offset + LENGTH_BYTES
      return buffer.subarray(start, start + buffer.readUInt32LE(offset))
    },
    free: handle => {
      const block = blockOf(handle)
      const at = Math.floor(handle / BLOCK_BYTES)
      block.live -= LENGTH_BYTES + block.buffer.readUInt32LE(handle % BLOCK_BYTES)
      if (block.live === 0 && at !== current) drop(at)
    },
    isIn: (handle, block) => Math.floor(handle / BLOCK_BYTES) === block,
    sparseBlock: () => {
      const found = blocks.findIndex(
        (block, index) => block && index !== current && block.live < block.used * SPARSE_SHARE,
      )
      return found < 0 ? undefined : found
    },
    bytes: () => blocks.reduce((sum, block) => sum + (block?.buffer.length ?? 0), 0),
  }
}
