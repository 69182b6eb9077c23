import type { PolicySection } from './policy-version.ts'

/** The policy of 3 July 2018 in our own plain words. Kept so that what bound whom in its time can still be read. */
export const TEXT_2018: readonly PolicySection[] = [
  {
    heading: 'What this is',
    paragraphs: [
      {
        number: '1.1',
        text: 'These are the rules for using the interfaces of this directory, and they bind every user.',
        clauses: ['AUP18-01'],
      },
      {
        number: '1.2',
        text: 'The wrongs named here are examples. Whether something breaks the rules is for the operator to say in the end.',
        clauses: ['AUP18-02', 'AUP18-03'],
      },
      {
        number: '1.3',
        text: 'The rules can change. Going on to use the directory is agreeing to the newest.',
        clauses: ['AUP18-04', 'AUP18-05'],
      },
      {
        number: '1.4',
        text: 'Break them, or help or allow somebody else to, and your use can be stopped for a time or for good.',
        clauses: ['AUP18-06', 'AUP18-07'],
      },
      {
        number: '1.5',
        text: 'Every new consumer is given the policy. It is mostly the same for all; terms of your own can be added for your use case.',
        clauses: ['AUP18-08', 'AUP18-09', 'AUP18-10'],
      },
      {
        number: '1.6',
        text: 'If you have questions about your use case, ask the operator.',
        clauses: ['AUP18-11'],
      },
      {
        number: '1.7',
        text: 'This text carries no date of its own; its day of publication comes from the public record of its changes.',
        clauses: ['AUP18-34'],
      },
      {
        number: '1.8',
        text: 'A newer version waits thirty days to be accepted by name, and binds by use meanwhile. Terms of your own are laid over one version: they end with it, or on their last day.',
        clauses: ['AUP18-05', 'AUP18-10'],
      },
    ],
  },
  {
    heading: 'Showing services to the public',
    paragraphs: [
      {
        number: '2.1',
        text: 'Much of the directory is for professionals, and services reached only by referral are not for showing to the person.',
        clauses: ['AUP18-12'],
      },
      {
        number: '2.2',
        text: 'People act on what you show them, and part of the clinical responsibility for that is yours.',
        clauses: ['AUP18-13'],
      },
      {
        number: '2.3',
        text: 'Before you show services to the public, have the operator’s leave in so many words, having told the national and your local DoS teams what you plan.',
        clauses: ['AUP18-14', 'AUP18-15'],
      },
      {
        number: '2.4',
        text: 'Have also the leave of each DoS Lead who answers for what you want to show, and a clinical safety case for your product that holds.',
        clauses: ['AUP18-16', 'AUP18-17'],
      },
      {
        number: '2.5',
        text: 'To have told the two teams is one step, and the leave of each DoS Lead another. A DoS Lead answers for one region, and can take leave back at once.',
        clauses: ['AUP18-15', 'AUP18-16'],
      },
      {
        number: '2.6',
        text: 'The safety case is for one version of your product. With another version, or once the case has run out, nothing is shown to the public.',
        clauses: ['AUP18-17'],
      },
    ],
  },
  {
    heading: 'Asking afresh',
    paragraphs: [
      {
        number: '3.1',
        text: 'Service information should not be cached. Ask at the moment your users need it, so that it is the newest there is.',
        clauses: ['AUP18-18', 'AUP18-19'],
      },
      {
        number: '3.2',
        text: 'If your need to keep it is exceptional, talk to the operator first; only leave given for that very pattern of use will do.',
        clauses: ['AUP18-20'],
      },
      {
        number: '3.3',
        text: 'Such leave names members, purposes and how long an answer may be kept, which is fifteen minutes at the most; it is looked at again within six months.',
        clauses: ['AUP18-20'],
      },
    ],
  },
  {
    heading: 'No crawling',
    paragraphs: [
      {
        number: '4.1',
        text: 'Do not walk through the directory to collect it. Use that looks like it is watched for and looked into, and can cost you your access.',
        clauses: ['AUP18-21', 'AUP18-22', 'AUP18-23', 'AUP18-24'],
      },
      {
        number: '4.2',
        text: 'To watch that the directory answers, ask for permission first. Such questions are marked and come at most once a minute.',
        clauses: ['AUP18-21'],
      },
    ],
  },
  {
    heading: 'When rules seem to be broken',
    paragraphs: [
      {
        number: '5.1',
        text: 'The operator may look into any misuse, and need not.',
        clauses: ['AUP18-25'],
      },
      {
        number: '5.2',
        text: 'Where a law may have been broken, the operator may tell the proper body, may name its customers, and may help with what its network and systems show.',
        clauses: ['AUP18-26', 'AUP18-27', 'AUP18-28'],
      },
      {
        number: '5.3',
        text: 'What was agreed with you is read first. Agree your use in advance and you will be interrupted less.',
        clauses: ['AUP18-29', 'AUP18-30'],
      },
      {
        number: '5.4',
        text: 'If use seems to break the policy, or an agreement, the operator first works out how great the risk is.',
        clauses: ['AUP18-31'],
      },
      {
        number: '5.5',
        text: 'If the risk is significant, access can be suspended without warning; if it is not, the operator talks with you about a way forward.',
        clauses: ['AUP18-32', 'AUP18-33'],
      },
      {
        number: '5.6',
        text: 'Use can also be narrowed. You are then told what is left, why, and when it is looked at again.',
        clauses: ['AUP18-06'],
      },
    ],
  },
]
