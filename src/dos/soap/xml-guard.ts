/** How large a request may be. A real one has some thirty elements, six deep. */
export const XML_LIMITS = { bytes: 64 * 1024, depth: 32, elements: 500, attributes: 16 } as const

const DECLARATION =
  /^<\?xml\s+version\s*=\s*(?:"1\.0"|'1\.0')(?:\s+encoding\s*=\s*(?:"([A-Za-z][\w.-]*)"|'([A-Za-z][\w.-]*)'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>/

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 section 2.2 has no room for.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

type Walk = { at: number; depth: number; elements: number }

/**
 * What makes a text unfit to be given to a parser at all; null: nothing. Reads markup only, once, in order, so that
 * neither entities nor depth nor number can cost more than the bytes themselves. Refused: document types and with them
 * every entity, processing instructions, encodings other than UTF-8, and more than XML_LIMITS of anything. Whether tags
 * match is the parser's to say.
 */
export function unfitXml(text: string): string | null {
  if (NOT_XML.test(text)) return 'It holds characters that XML has no room for.'
  const declaration = DECLARATION.exec(text)
  const encoding = declaration?.[1] ?? declaration?.[2] ?? 'UTF-8'
  if (encoding.toUpperCase() !== 'UTF-8') return 'Only UTF-8 is read.'
  const walk: Walk = { at: declaration?.[0].length ?? 0, depth: 0, elements: 0 }
  while (walk.at < text.length) {
    const next = text.indexOf('<', walk.at)
    const said = text.slice(walk.at, next < 0 ? text.length : next)
    if (said.includes(']]>')) return 'It holds the end of a CDATA section that has no beginning.'
    if (next < 0) break
    walk.at = next
    const wrong = readMarkup(text, walk)
    if (wrong !== null) return wrong
  }
  return null
}

function readMarkup(text: string, walk: Walk): string | null {
  const { at } = walk
  if (text.startsWith('<?', at)) return 'It holds a processing instruction.'
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('--', at + 4)
    if (end < 0 || text[end + 2] !== '>') return 'A comment in it has no end.'
    walk.at = end + 3
    return null
  }
  if (text.startsWith('<![CDATA[', at)) {
    const end = text.indexOf(']]>', at)
    if (end < 0 || walk.depth === 0) return 'A CDATA section in it has no end, or stands outside the message.'
    walk.at = end + 3
    return null
  }
  if (text.startsWith('<!', at)) return 'It holds a document type or an entity, which are not read.'
  return readTag(text, walk)
}

function readTag(text: string, walk: Walk): string | null {
  const isEnd = text[walk.at + 1] === '/'
  let attributes = 0
  let quote = ''
  let at = walk.at + 1
  for (; at < text.length; at += 1) {
    const character = text[at]
    if (character === '<') return 'It holds a tag inside a tag.'
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '>') break
    else if (character === '"' || character === "'") {
      quote = character
      attributes += 1
    }
  }
  if (at >= text.length) return 'A tag in it has no end.'
  walk.at = at + 1
  if (isEnd) {
    walk.depth -= 1
    return null
  }
  walk.elements += 1
  if (text[at - 1] !== '/') walk.depth += 1
  if (walk.depth > XML_LIMITS.depth) return `It goes deeper than ${XML_LIMITS.depth} elements.`
  if (walk.elements > XML_LIMITS.elements) return `It has more than ${XML_LIMITS.elements} elements.`
  return attributes > XML_LIMITS.attributes
    ? `An element has more than ${XML_LIMITS.attributes} attributes.`
    : null
}
