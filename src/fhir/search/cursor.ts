import { type Read, read, wrong } from './wrong.ts'

/**
 * Where the next page begins: how many came before. It carries nothing else and is not signed, for whoever changes it
 * gets another part of the same answer, which never has more than the agreement's k, and is decided and recorded anew.
 */
export const cursorAt = (skip: number): string => Buffer.from(`${MARK}${skip}`).toString('base64url')

const MARK = 'after:'

export function readSkip(text: string): Read<number> {
  const plain = Buffer.from(text, 'base64url').toString('latin1')
  const skip = /^after:([1-9]\d{0,5})$/.exec(plain)?.[1]
  return skip === undefined || cursorAt(Number(skip)) !== text
    ? wrong('This is no link of a page of ours. Follow the link "next" as it is.', 'invalid')
    : read(Number(skip))
}
