import { isEmptyWord, tidySpaces } from './tidy-text.ts'

/** A number as it is dialled from within the United Kingdom, or `+` and a country's; and what was said beside it. */
export type PhoneNumber = { readonly value: string; readonly label?: string }

export type PhoneAnswer =
  | { readonly outcome: 'none' }
  | {
      readonly outcome: 'numbers'
      readonly numbers: readonly PhoneNumber[]
      /** How far it had to be changed. */
      readonly change: 'as-given' | 'phone-form' | 'phone-digits' | 'phone-label'
    }
  | { readonly outcome: 'unreadable' }

const EXTENSION = /[(,]?\s*(?:or\s+)?\bext?(?:n|s|ension)?\b[.:\s]*(\d[\d ]*)\)?/gi
const SPAN = /\+?\(?\d[\d\s().–-]{6,}\d/g
/** As most are: nothing to do. */
const PLAIN_NUMBER = /^0[1-9](?: ?\d){8,9}$/
/** Said before a number and adding nothing to it. */
const PLAIN_WORDS = /\b(?:tel(?:ephone)?|phone|ring|call|number|no|and|or)\b\.?/gi

/**
 * Telephone numbers out of what people write in a telephone field: `Tel No; 01827 892958`, `01952 641222 (ext. 4266)`,
 * `0151 525 3196, 0151 525 0326`, `0208 769 1165/6`. Words, extensions and shortened second numbers go to the label.
 */
export function tidyPhone(given: string): PhoneAnswer {
  if (PLAIN_NUMBER.test(given)) return { outcome: 'numbers', numbers: [{ value: given }], change: 'as-given' }
  const text = tidySpaces(given.replaceAll('"', ''))
  if (text === '' || isEmptyWord(text)) return { outcome: 'none' }
  const extensions = new Set([...text.matchAll(EXTENSION)].map(([, digits]) => `ext. ${digits?.trim()}`))
  const rest = text.replace(EXTENSION, ' ')
  const read = [...rest.matchAll(SPAN)].flatMap(([span]) => readNumbers(span))
  const numbers = read.filter(number => number !== undefined).slice(0, 3)
  if (numbers.length === 0) return { outcome: 'unreadable' }
  const beside = besideNumbers(rest, read.includes(undefined) ? text : undefined)
  const words = [beside, ...extensions].filter(Boolean).join(', ')
  const label = (/\d/.test(beside) ? text : words).slice(0, 100)
  return { outcome: 'numbers', change: changeOf(given, numbers, label), numbers: labelled(numbers, label) }
}

function besideNumbers(rest: string, wholeText: string | undefined): string {
  if (wholeText !== undefined) return wholeText
  const words = tidySpaces(rest.replace(SPAN, ' ').replace(PLAIN_WORDS, ' '))
  return words.replace(/^[\s.,;:/&()-]+|[\s.,;:/&(-]+$/g, '').replace(/^\(?([^()]*)\)$/, '$1')
}

type Read = { readonly value: string; readonly mended: boolean }

const labelled = (numbers: readonly Read[], label: string): PhoneNumber[] =>
  numbers.map(({ value }) => (label ? { value, label } : { value }))

function changeOf(given: string, numbers: readonly Read[], label: string) {
  if (label) return 'phone-label'
  if (numbers.some(number => number.mended)) return 'phone-digits'
  return numbers.length === 1 && numbers[0]?.value === given ? 'as-given' : 'phone-form'
}

/** One number, or two with nothing but a space between them. */
function readNumbers(span: string): (Read | undefined)[] {
  const whole = readNumber(span)
  if (whole) return [whole]
  for (const { index } of span.matchAll(/ (?=[0+(])/g)) {
    const pair = [readNumber(span.slice(0, index)), readNumber(span.slice(index))]
    if (pair.every(Boolean)) return pair
  }
  return [undefined]
}

/** One number: 10 or 11 digits from 0, or + and 8 to 15 of another country. */
function readNumber(span: string): Read | undefined {
  const plain = tidySpaces(span.replace(/[().–-]/g, ' '))
  const home = plain.replace(/^(?:\+|00)\s*44\s*(?:0(?=\s*[1-9]))?\s*/, '0')
  const digits = home.replace(/\D/g, '')
  if (/^0[1-9]\d{8,9}$/.test(digits)) return { value: home, mended: false }
  if (plain.startsWith('+') && /^\d{8,15}$/.test(digits)) return { value: plain, mended: false }
  // A spreadsheet that took the number for a quantity loses its first 0; a slip of the finger doubles it.
  if (/^[1-378]\d{9}$/.test(digits)) return { value: `0${home}`, mended: true }
  if (/^00[1-9]\d{9}$/.test(digits)) return { value: home.slice(1), mended: true }
  return undefined
}
