import type { PolicySection } from './policy-version.ts'

/** What it changed against the policy of 2018. */
export const CHANGES_2025 = [
  'Every question must be a search near a place in England and serve the direct care of a person.',
  'People have accounts of their own, and are authorised region by region.',
  'Service information must not be kept at all; leave to keep an answer now needs a signed derogation.',
  'Access unused for six months ends, and coming back is a new application.',
  'You can be asked for evidence by a reasonable date, and can challenge what is asked.',
  'Approved connections are published.',
  'Showing services to the public no longer needs the national and local teams to be asked first.',
].join(' ')

/** The policy of 25 February 2025 in our own plain words; the operator's name and contact are configuration (D17). */
export const TEXT_2025: readonly PolicySection[] = [
  {
    heading: 'What this is, and whom it binds',
    paragraphs: [
      {
        number: '1.1',
        text: 'These are the rules for using the interfaces of this directory. Whoever uses them is bound, and what the rules forbid is forbidden to everybody.',
        clauses: ['AUP25-01'],
      },
      {
        number: '1.2',
        text: 'An organisation that uses the directory, with its own software or with somebody else’s, is an End User Organisation. Every question is asked in the name of one.',
        clauses: ['AUP25-02'],
      },
      {
        number: '1.3',
        text: 'A person who uses the directory in the work of an End User Organisation is an Individual End User.',
        clauses: ['AUP25-03'],
      },
      {
        number: '1.4',
        text: 'Organisations ask through a web service account. Individuals have an account that is theirs alone.',
        clauses: ['AUP25-04', 'AUP25-05'],
      },
      {
        number: '1.5',
        text: 'The people who answer for the directory in a region decide whether an account may be used there.',
        clauses: ['AUP25-06'],
      },
      {
        number: '1.6',
        text: 'If a rule is unclear, ask. The operator’s address and telephone number are in every refusal.',
        clauses: ['AUP25-07'],
      },
      {
        number: '1.7',
        text: 'A product may serve several organisations. Each question then names the one it is asked for, and what is stopped for one of them goes on for the others.',
        clauses: ['AUP25-02', 'AUP25-04'],
      },
    ],
  },
  {
    heading: 'What the directory is for',
    paragraphs: [
      {
        number: '2.1',
        text: 'Ask which services are near a place. A service may be looked up by its code after such a search, or where your agreement says so.',
        clauses: ['AUP25-08'],
      },
      { number: '2.2', text: 'The place must lie in England.', clauses: ['AUP25-09'] },
      {
        number: '2.3',
        text: 'Every question must help the direct care of somebody: preventing, finding out about or treating the illness of a person, or easing what that person suffers, by clinical, social or public health work.',
        clauses: ['AUP25-10', 'AUP25-11'],
      },
      {
        number: '2.4',
        text: 'Work for everybody, or for a group of patients, is not direct care. Planning, research, marketing and making lists of services are examples.',
        clauses: ['AUP25-12'],
      },
      {
        number: '2.5',
        text: 'Where the meaning of direct care is in doubt, what the National Data Guardian has published last decides.',
        clauses: ['AUP25-13'],
      },
      {
        number: '2.6',
        text: 'What you receive may be passed on only as far as direct care needs it. You may not sell it, change it or spread it for anything else.',
        clauses: ['AUP25-14', 'AUP25-15', 'AUP25-16'],
      },
      {
        number: '2.7',
        text: 'If you are an individual, use the directory in your professional role only, and as the employer you work for tells you to.',
        clauses: ['AUP25-17', 'AUP25-18'],
      },
      {
        number: '2.8',
        text: 'You receive the directory in the state it is in, when it can be reached. As far as the law lets it, the operator promises nothing about its quality or its fitness for your purpose.',
        clauses: ['AUP25-19'],
      },
      {
        number: '2.9',
        text: 'Your organisation can register the professional roles in which its people ask; a person in another role is not answered.',
        clauses: ['AUP25-17', 'AUP25-18'],
      },
    ],
  },
  {
    heading: 'Showing services to the public',
    paragraphs: [
      {
        number: '3.1',
        text: 'Much of the directory is for professionals. Services that a person reaches only by referral are not for showing to that person, and are marked.',
        clauses: ['AUP25-20'],
      },
      {
        number: '3.2',
        text: 'People act on what you show them, and part of the clinical responsibility and risk of that is yours.',
        clauses: ['AUP25-21'],
      },
      {
        number: '3.3',
        text: 'If you show services to the public, neither the way you ask nor the way you present the answer may put patients at risk.',
        clauses: ['AUP25-22', 'AUP25-23'],
      },
      {
        number: '3.4',
        text: 'Making sure of that, clinically, is your task. No word of the operator takes it from you.',
        clauses: ['AUP25-24'],
      },
      {
        number: '3.5',
        text: 'Only services of regions whose DoS Leads have granted it are shown, and each can take that back at once. A question about a place in another region is refused, because a list that leaves out what is near would mislead.',
        clauses: ['AUP25-20', 'AUP18-16'],
      },
      {
        number: '3.6',
        text: 'The safety case is for one version of your product. With another version, or once the case has run out, nothing is shown to the public.',
        clauses: ['AUP25-22', 'AUP18-17'],
      },
    ],
  },
  {
    heading: 'Asking afresh',
    paragraphs: [
      {
        number: '4.1',
        text: 'Keep no cache of service information, and no other store of it.',
        clauses: ['AUP25-25', 'AUP25-26'],
      },
      {
        number: '4.2',
        text: 'Ask again at the moment you need the answer, so that it is the newest there is.',
        clauses: ['AUP25-27'],
      },
      {
        number: '4.3',
        text: 'Only a derogation, signed by two and dated, gives leave to keep an answer: for the members and purposes it names, for fifteen minutes at the most, and looked at again within six months.',
        clauses: ['AUP25-25', 'AUP18-10'],
      },
      {
        number: '4.4',
        text: 'What a person was told may be kept in the record of that person’s care, where a permission says so, and may be used for nothing else.',
        clauses: ['AUP25-26'],
      },
    ],
  },
  {
    heading: 'No crawling',
    paragraphs: [
      {
        number: '5.1',
        text: 'Do not walk through the directory to collect it, whatever the path.',
        clauses: ['AUP25-28'],
      },
      {
        number: '5.2',
        text: 'Use that looks like crawling is watched for, and each case of it is looked into.',
        clauses: ['AUP25-29', 'AUP25-30'],
      },
      {
        number: '5.3',
        text: 'It can cost you your access, for a time or for good.',
        clauses: ['AUP25-31'],
      },
      {
        number: '5.4',
        text: 'To watch that the directory answers, ask for permission first. Such questions are marked, come at most once a minute, and are no evidence of use; nor are trials, which are marked as well.',
        clauses: ['AUP25-28', 'AUP25-36'],
      },
    ],
  },
  {
    heading: 'Stopping, and coming back',
    paragraphs: [
      { number: '6.1', text: 'You are free to stop whenever you wish.', clauses: ['AUP25-32'] },
      {
        number: '6.2',
        text: 'Access that goes unused for six months is ended. This holds for the account of an individual, and for a web service account when none of the organisation’s individuals has used the directory.',
        clauses: ['AUP25-33', 'AUP25-34', 'AUP25-35'],
      },
      {
        number: '6.3',
        text: 'Whether there was use is shown by the activity logs that the operator holds.',
        clauses: ['AUP25-36'],
      },
      {
        number: '6.4',
        text: 'From the day use stops, everything you received counts as out of date and may be used nowhere.',
        clauses: ['AUP25-37'],
      },
      {
        number: '6.5',
        text: 'There is no way back but a new application, with onboarding from the start.',
        clauses: ['AUP25-38'],
      },
      {
        number: '6.6',
        text: 'Before unused access is ended there are three warnings: after four months, after five, and two weeks later.',
        clauses: ['AUP25-33'],
      },
    ],
  },
  {
    heading: 'What the operator may do',
    paragraphs: [
      {
        number: '7.1',
        text: 'So that the directory stays there for everybody in health and care, the operator may change it, and may refuse, narrow or suspend access.',
        clauses: ['AUP25-39', 'AUP25-40', 'AUP25-41', 'AUP25-42'],
      },
      {
        number: '7.2',
        text: 'The operator may look into any misuse. Except for crawling, it need not.',
        clauses: ['AUP25-43'],
      },
      {
        number: '7.3',
        text: 'The operator may ask you to show that you still keep these rules, and to hand over copies of documents, designs and certificates that bear on it.',
        clauses: ['AUP25-44', 'AUP25-45'],
      },
      {
        number: '7.4',
        text: 'You help with that and keep to the dates set. What is asked, and by when, must be reasonable; if you think it is not, say so and it is looked at again.',
        clauses: ['AUP25-46', 'AUP25-47', 'AUP25-48'],
      },
      {
        number: '7.5',
        text: 'Where a law may have been broken, the operator may tell the police, a regulator or another proper body, and may name you, your users and your organisation.',
        clauses: ['AUP25-49', 'AUP25-50'],
      },
      {
        number: '7.6',
        text: 'It may also help such a body with what its network and systems show about the matter.',
        clauses: ['AUP25-51'],
      },
      {
        number: '7.7',
        text: 'When access is narrowed you are told what is left, why, and when it is looked at again. What is left goes on being answered.',
        clauses: ['AUP25-41'],
      },
    ],
  },
  {
    heading: 'When rules seem to be broken',
    paragraphs: [
      {
        number: '8.1',
        text: 'First the operator works out how great the risk is, and writes it down.',
        clauses: ['AUP25-52'],
      },
      {
        number: '8.2',
        text: 'If the risk to the directory, or to other NHS systems, is significant, protecting them comes first, and your access may be suspended at once and without warning.',
        clauses: ['AUP25-53'],
      },
      {
        number: '8.3',
        text: 'If it is not, the operator talks with you about a way forward, and tells you by which reasonable date things must be right if suspension is to be avoided.',
        clauses: ['AUP25-54', 'AUP25-55'],
      },
    ],
  },
  {
    heading: 'Information, and who is named',
    paragraphs: [
      {
        number: '9.1',
        text: 'The directory tells how to reach services, and what they offer at which level. Some of that can be personal data of staff or providers; none of it is special category data.',
        clauses: ['AUP25-56', 'AUP25-57', 'AUP25-58'],
      },
      {
        number: '9.2',
        text: 'The privacy notice says how personal data is handled.',
        clauses: ['AUP25-59'],
      },
      {
        number: '9.3',
        text: 'Everybody can read a list of the approved connections, with a short account of what each is used for.',
        clauses: ['AUP25-60'],
      },
      {
        number: '9.4',
        text: 'If you have a reason not to be on it, raise that before your first use.',
        clauses: ['AUP25-61'],
      },
      {
        number: '9.5',
        text: 'This text is known by its date and its fingerprint, and never changes; a new version is a new text.',
        clauses: ['AUP25-62'],
      },
    ],
  },
  {
    heading: 'What stands from the policy of 2018',
    paragraphs: [
      {
        number: '10.1',
        text: 'The rules here are not every wrong there is; whether something breaks them is for the operator to say in the end.',
        clauses: ['AUP18-02', 'AUP18-03'],
      },
      {
        number: '10.2',
        text: 'The operator may publish a new version. Going on to use the directory is agreeing to the newest.',
        clauses: ['AUP18-04', 'AUP18-05'],
      },
      {
        number: '10.3',
        text: 'Helping or allowing somebody else to break the rules counts as breaking them.',
        clauses: ['AUP18-07'],
      },
      {
        number: '10.4',
        text: 'Every new consumer is given the policy. It is mostly the same for all; terms of your own can be added for your use case.',
        clauses: ['AUP18-08', 'AUP18-09', 'AUP18-10'],
      },
      {
        number: '10.5',
        text: 'Showing services to the public needs the leave of the DoS Leads who answer for them, and a clinical safety case for your product that is in date.',
        clauses: ['AUP18-16', 'AUP18-17'],
      },
      {
        number: '10.6',
        text: 'When something looks wrong, your agreement is read first, and breaking the agreement counts like breaking the policy. Agree your use in advance and you will be interrupted less.',
        clauses: ['AUP18-29', 'AUP18-30', 'AUP18-31'],
      },
      {
        number: '10.7',
        text: 'A newer version waits thirty days to be accepted by name, and binds by use meanwhile. Terms of your own are laid over one version: they end with it, or on their last day.',
        clauses: ['AUP18-05', 'AUP18-10'],
      },
    ],
  },
]
