import { createHash } from 'node:crypto'
import type { EpochMillis, OperatorContact } from '../vocabulary/index.ts'

/** The privacy notice as published: versions stay, the newest one speaks (AUP25-59). */
export type PrivacyNotice = {
  /** The day it was published. */
  readonly id: string
  readonly effectiveFrom: EpochMillis
  readonly sections: readonly { readonly heading: string; readonly paragraphs: readonly string[] }[]
  /** SHA-256 of the sections, lower-case hexadecimal; noted with every acceptance. */
  readonly hash: string
}

const notice = (id: string, effectiveFrom: string, sections: PrivacyNotice['sections']): PrivacyNotice =>
  Object.freeze({
    id,
    effectiveFrom: Date.parse(effectiveFrom),
    sections,
    hash: createHash('sha256').update(JSON.stringify(sections)).digest('hex'),
  })

/** Sources, use 2.6: what the directory's own register of processing says. The operator's name is configuration. */
export const PRIVACY_NOTICES: readonly [PrivacyNotice, ...PrivacyNotice[]] = [
  notice('2026-11-22', '2026-01-01T00:00:00Z', [
    {
      heading: 'Who is responsible',
      paragraphs: [
        'The operator of this directory is the controller. Its name and how to reach it stand at the end of this page.',
        'Processing is necessary for a task in the public interest: helping people in England find the right health or care service (UK GDPR, Article 6(1)(e)).',
      ],
    },
    {
      heading: 'People who use the directory',
      paragraphs: [
        'Of people who sign in we keep a name, an e-mail address, the identity they sign in with, the roles they hold, and where and when they signed in.',
        'Of every question we record which account asked, under which agreement and for which purpose, roughly where (a postcode sector or a square of one kilometre), what was decided, and which services were in the answer. The record names people by a key that means nothing elsewhere.',
        'Your organisation’s administrators see that you have an account and what it may do. DoS Leads see requests for their regions. The operator’s staff and its auditors see what their role needs.',
      ],
    },
    {
      heading: 'People who work at services',
      paragraphs: [
        'Entries about services can hold names, telephone numbers and e-mail addresses of staff. Each such field is marked with who may see it, and none of them is shown to the public unless it is meant for them.',
        'If an entry about you is wrong, tell us; it is put right at the source.',
      ],
    },
    {
      heading: 'Patients',
      paragraphs: [
        'The directory holds nothing about patients. Age, sex, symptoms and the exact place of a question are used to find services and are not kept.',
      ],
    },
    {
      heading: 'How long',
      paragraphs: [
        'Records of people and of what they did are kept for eight years after they are no longer needed, unless the operator has set another time. Then names and addresses are erased; the record of acts stays, without a name.',
      ],
    },
    {
      heading: 'Your rights',
      paragraphs: [
        'You can be told what is held about you (signed in, “signpost me export” or the address /api/v1/me/export gives all of it), have it put right, have its use restricted, and object to it. As processing rests on a public task, there is no right to have it erased or carried elsewhere.',
        'No decision about a person is taken by a program alone: what a program finds is judged by people before it has effect on a person, save that an account nobody uses ends by the calendar.',
        'You can complain to the Information Commissioner’s Office.',
      ],
    },
  ]),
]

/** The notice that speaks at `now`. */
export const privacyNoticeAt = (now: EpochMillis): PrivacyNotice =>
  PRIVACY_NOTICES.findLast(one => one.effectiveFrom <= now) ?? PRIVACY_NOTICES[0]

/** The last line of the notice. */
export const controllerLine = ({ name, email, phone }: OperatorContact): string =>
  `${name}, ${email}, ${phone}.`
