const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const REFERENCE = /&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|([A-Za-z]+));|&/g

/** Whether XML has room for a character (XML 1.0 section 2.2). */
const isXmlCharacter = (code: number): boolean =>
  code === 0x9 ||
  code === 0xa ||
  code === 0xd ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff)

/** A text with its references resolved: the five names of XML, and characters by number. Undefined: there is another. */
export function withoutReferences(text: string): string | undefined {
  if (!text.includes('&')) return text
  let isSound = true
  const read = text.replace(REFERENCE, (_whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined && Object.hasOwn(NAMED, name)) return NAMED[name] ?? ''
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal ?? '', 16)
    if (isXmlCharacter(code)) return String.fromCodePoint(code)
    isSound = false
    return ''
  })
  return isSound ? read : undefined
}
