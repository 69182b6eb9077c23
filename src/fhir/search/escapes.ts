import { type Read, read, wrong } from './wrong.ts'

/** Splits where a separator stands without a backslash before it; the pieces keep their backslashes. */
export function splitEscaped(text: string, separator: ',' | '|'): string[] {
  const pieces: string[] = []
  let piece = ''
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (sign === '\\') {
      piece += sign + (text[at + 1] ?? '')
      at += 1
    } else if (sign === separator) {
      pieces.push(piece)
      piece = ''
    } else piece += sign
  }
  pieces.push(piece)
  return pieces
}

/** The text that was meant: `\,` `\|` `\$` `\\` stand for the second sign (R4 search, 3.1.1.4.0.1), and no others are. */
export function unescaped(text: string): Read<string> {
  if (/\\(?![,|$\\])/.test(text.replaceAll('\\\\', ''))) {
    return wrong('A backslash stands before a comma, |, $ or a backslash and nowhere else.', 'invalid')
  }
  return read(text.replaceAll(/\\([,|$\\])/g, '$1'))
}
