import { stringify } from 'csv-stringify/sync'
import { Feed } from 'feed'
import type { ListedConnection, ListingEntry } from '../../agreements/index.ts'
import { REGIONS } from '../../places/index.ts'
import type { OperatorContact } from '../../vocabulary/index.ts'
import { type Html, html } from '../plain-page.ts'

/** What is shown: the entries that were asked for, and how many more there are of which nothing is told. */
export type Shown = {
  readonly connections: readonly ListedConnection[]
  readonly withheld: number
  /** When the list last changed; null: never yet. */
  readonly changedAt: number | null
}

const NAMES = new Map(REGIONS.map(region => [region.id, region.name]))
const regionName = (id: string): string => NAMES.get(id) ?? id

/** The regions of an entry, in words. */
const regionsOf = ({ regions }: ListedConnection): string =>
  regions === 'national' ? 'All of England' : regions.map(id => `${regionName(id)} (${id})`).join('; ')

const STATUS_WORDS: Record<ListedConnection['status'], string> = {
  live: 'Live',
  restricted: 'Restricted',
  'not-currently-connected': 'Not currently connected',
  ceased: 'Ceased',
}
const SAFETY_WORDS: Record<ListedConnection['safetyEvidence'], string> = {
  'in-date': 'held, in date',
  'out-of-date': 'held, not in date',
  none: 'none held',
}

export const asJson = ({ connections, withheld, changedAt }: Shown): string =>
  JSON.stringify({
    changedAt: changedAt === null ? null : new Date(changedAt).toISOString(),
    connections,
    withheld,
  })

type Column = readonly [heading: string, value: (entry: ListedConnection) => string]

const COLUMNS: readonly Column[] = [
  ['id', entry => entry.id],
  ['organisation', entry => entry.organisation.name],
  ['ods_code', entry => entry.organisation.odsCode],
  ['product', entry => entry.product.name],
  ['product_id', entry => entry.product.id],
  ['supplier', entry => entry.supplier],
  ['use_case', entry => entry.useCase],
  ['purposes', entry => entry.purposes.join('; ')],
  ['audience', entry => entry.audience],
  ['regions', entry => (entry.regions === 'national' ? 'national' : entry.regions.join('; '))],
  ['interfaces', entry => entry.interfaces.join('; ')],
  ['approved_on', entry => entry.approvedOn],
  ['live_since', entry => entry.liveSince ?? ''],
  ['status', entry => entry.status],
  ['ceased_on', entry => entry.ceasedOn ?? ''],
  ['policy_version', entry => entry.policyVersion ?? ''],
  ['tailored_terms', entry => (entry.tailoredTerms ? 'yes' : 'no')],
  ['departures', entry => entry.departures.join(' ')],
  ['safety_evidence', entry => entry.safetyEvidence],
  ['last_reviewed_on', entry => entry.lastReviewedOn],
]

/**
 * Comma-separated (RFC 4180). A cell that a spreadsheet would take for a formula is given as text: names and use cases
 * are written by others.
 */
export const asCsv = ({ connections }: Shown): string =>
  stringify(
    [COLUMNS.map(([heading]) => heading), ...connections.map(entry => COLUMNS.map(([, of]) => of(entry)))],
    {
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  )

const CHANGE_WORDS = { added: 'Listed', changed: 'Changed', ceased: 'Ceased' } as const

/** Changes of the list as an Atom feed (RFC 4287), newest first. */
export function asAtom(
  history: readonly ListingEntry[],
  { baseUrl, contact }: { readonly baseUrl: string; readonly contact: OperatorContact },
): string {
  const page = `${baseUrl}/connections`
  const [newest] = history
  const feed = new Feed({
    id: page,
    title: 'Signpost: changes in the published list of connections',
    link: page,
    language: 'en-GB',
    feedLinks: { atom: `${page}.atom` },
    author: { name: contact.name, email: contact.email },
    generator: false,
    updated: new Date(newest?.at ?? 0),
  })
  for (const { id, at, change, after } of history) {
    if (after === null || change === 'withheld' || change === 'removed') continue
    const { organisation, product } = after
    feed.addItem({
      id: `${page}#change-${id}`,
      title: plain(`${CHANGE_WORDS[change]}: ${organisation.name} with ${product.name}`),
      link: `${page}?organisation=${encodeURIComponent(organisation.odsCode)}`,
      date: new Date(at),
      description: plain(`${STATUS_WORDS[after.status]}. ${after.useCase}`),
    })
  }
  return feed.atom1()
}

/**
 * A text as the HTML that a feed says its titles and summaries are, so that readers show it and run nothing of it. XML
 * 1.0 has no place for control characters, whatever somebody put into a name.
 */
const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  html`${text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')}`.text

/** The list as a page to read. */
export function asPage({ connections, withheld }: Shown, contact: OperatorContact): Html {
  const counted =
    withheld === 1
      ? html`<p>1 connection is not listed, with the operator’s agreement.</p>`
      : html`<p>${withheld} connections are not listed, with the operator’s agreement.</p>`
  const row = (entry: ListedConnection): Html => html`<tr>
<th scope="row">${entry.organisation.name} <small>(${entry.organisation.odsCode})</small></th>
<td>${entry.product.name} <small>(${entry.supplier})</small></td>
<td>${entry.useCase}${entry.departures.map(departure => html`<br><small>${departure}</small>`)}</td>
<td>${entry.audience === 'public' ? 'The public' : 'Professionals'}</td>
<td>${regionsOf(entry)}</td>
<td>${STATUS_WORDS[entry.status]}${entry.ceasedOn === null ? '' : ` on ${entry.ceasedOn}`}</td>
<td>Policy ${entry.policyVersion ?? 'not accepted'}${entry.tailoredTerms ? ', with terms of its own' : ''}<br><small>Clinical safety case: ${SAFETY_WORDS[entry.safetyEvidence]}</small></td>
<td>Approved ${entry.approvedOn}<br><small>Live since ${entry.liveSince ?? 'not recorded'}; last reviewed ${entry.lastReviewedOn}</small></td>
</tr>`
  return html`<p>Who uses this directory through its interfaces, with which product, and for what. Anybody may copy this list.
It is also there as <a href="/connections.json">JSON</a>, as <a href="/connections.csv">CSV</a>, and as a
<a href="/connections.atom">feed of its changes</a>. Narrow it with the parameters region, organisation, product and status.</p>
${counted}
<table><caption>${connections.length} connections</caption>
<thead><tr><th scope="col">Organisation</th><th scope="col">Product</th><th scope="col">What for</th><th scope="col">Shown to</th><th scope="col">Regions</th><th scope="col">Status</th><th scope="col">Terms</th><th scope="col">Dates</th></tr></thead>
<tbody>${connections.map(row)}</tbody></table>
<p>Is somebody showing your service who is not in this list, or otherwise than it says? Ask ${contact.name}: ${contact.email}, ${contact.phone}.</p>`
}
