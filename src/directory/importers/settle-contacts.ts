import type { Contact } from '../service.ts'
import type { Note, RawContact } from './candidate.ts'
import { tidyPhone } from './tidy-phone.ts'
import { isEmptyWord, tidySpaces } from './tidy-text.ts'
import { tidyEmail, tidyWebsite } from './tidy-web.ts'

/**
 * Contacts in the directory's form. Where the source says nothing of who may see one, telephones and web addresses
 * are public, for that is what these sources publish; e-mail and fax are for professionals (AUP25-20: the DoS shows
 * neither to the public, sources, DoS 1.5).
 */
export function settleContacts(raw: readonly RawContact[], note: Note): Contact[] {
  const contacts: Contact[] = []
  const known = new Set<string>()
  for (const contact of raw.flatMap(one => settleContact(one, note))) {
    const identity = `${contact.kind} ${contact.value.replaceAll(' ', '')} ${contact.audience}`
    if (!known.has(identity)) contacts.push(contact)
    known.add(identity)
  }
  return contacts
}

function settleContact(raw: RawContact, note: Note): Contact[] {
  const text = tidySpaces(raw.text)
  if (text === '') return []
  if (isEmptyWord(text)) {
    note('empty-word', `${raw.kind} ${text}`)
    return []
  }
  if (raw.kind === 'phone' || raw.kind === 'fax') return phoneContacts(raw, raw.kind, note)
  return raw.kind === 'web' ? webContact(raw, note) : emailContact(raw, note)
}

const labelOf = (raw: RawContact, label?: string): { label?: string } => {
  const said = [raw.label, label].filter(Boolean).join(', ').slice(0, 100)
  return said ? { label: said } : {}
}

function phoneContacts(raw: RawContact, kind: 'phone' | 'fax', note: Note): Contact[] {
  const answer = tidyPhone(raw.text)
  if (answer.outcome === 'none') return []
  if (answer.outcome === 'unreadable') {
    note('phone-dropped', `${kind} ${raw.text}`)
    return []
  }
  const contacts = answer.numbers.map(number => ({
    kind,
    value: number.value,
    ...labelOf(raw, number.label),
    audience: raw.audience ?? (kind === 'fax' ? 'professional' : 'public'),
  }))
  if (answer.change !== 'as-given') {
    const now = contacts.map(contact => [contact.value, contact.label].filter(Boolean).join(': '))
    note(answer.change, `${raw.text} → ${now.join(' and ')}`)
  }
  return contacts
}

function webContact(raw: RawContact, note: Note): Contact[] {
  const answer = tidyWebsite(raw.text)
  if (answer.outcome === 'none') return []
  if (answer.outcome === 'unreadable') {
    note('website-dropped', raw.text)
    return []
  }
  if (answer.schemeAdded) note('website-scheme', `${raw.text} → ${answer.value}`)
  return [{ kind: 'web', value: answer.value, ...labelOf(raw), audience: raw.audience ?? 'public' }]
}

function emailContact(raw: RawContact, note: Note): Contact[] {
  const answer = tidyEmail(raw.text)
  if (answer.outcome !== 'address') {
    note(answer.outcome === 'none' ? 'empty-word' : 'email-dropped', raw.text)
    return []
  }
  return [{ kind: 'email', value: answer.value, ...labelOf(raw), audience: raw.audience ?? 'professional' }]
}
