import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'

export type Message = {
  /** Of the notice: the same each time it is tried, so that a mail program shows it once. */
  readonly id: number
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** What carries messages away. Rejects when it could not. */
export type Mail = {
  readonly send: (message: Message) => Promise<void>
  readonly close: () => void
}

/**
 * Opens the way out for mail.
 * @param options.url `smtp://…` or `smtps://…`; null: each message is written as a file `<id>.eml` instead, for a house
 *   that has no mail server yet, readable by this user only
 * @param options.from the address notices come from
 * @param options.folder where such files go
 */
export function openMail(options: {
  readonly url: string | null
  readonly from: string
  readonly folder: string
}): Mail {
  const { url, from, folder } = options
  const domain = from.slice(from.lastIndexOf('@') + 1).replace(/[^A-Za-z0-9.-]/g, '')
  const written = (message: Message) => ({
    from,
    to: message.to,
    subject: message.subject,
    text: message.text,
    messageId: `<notice-${message.id}@${domain}>`,
    // Nobody's absence note needs to answer us (RFC 3834 section 5).
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  if (url !== null) {
    const transport = createTransport(url)
    return {
      send: async message => {
        await transport.sendMail(written(message))
      },
      close: () => transport.close(),
    }
  }
  const transport = createTransport({ streamTransport: true, buffer: true })
  return {
    send: async message => {
      const sent = await transport.sendMail(written(message))
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const bytes = Buffer.isBuffer(sent.message) ? sent.message : Buffer.alloc(0)
      await writeFile(join(folder, `${message.id}.eml`), bytes, { mode: 0o600 })
    },
    close: () => transport.close(),
  }
}
