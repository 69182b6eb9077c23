import Type, { type Static } from 'typebox'
import type { ConnectionRecord, OrganisationRecord, Product, ProductVersion } from '../../accounts/index.ts'
import {
  choice,
  closed,
  Day,
  Id,
  Instant,
  iso,
  ListOf,
  Nullable,
  OdsCode,
  Prose,
  Reason,
  Text,
  Whole,
} from './words.ts'

/** Words that acts on the register share. */

/** Rows of a list in one answer. */
export const PAGE = 200
export const After = Type.Optional(Id('The last of the page before.'))
export const Limit = Type.Optional(Whole(1, PAGE, `How many at most; ${PAGE} unless told.`))
export const Next = Nullable(Id('Ask again with this as "after"; null when there are no more.'))

/** A list asked for with one row more than wanted, as a page and where the next one starts. */
export function paged<T>(
  rows: readonly T[],
  limit: number,
  idOf: (row: T) => string,
): { readonly page: readonly T[]; readonly next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { page, next: rows.length > limit && last !== undefined ? idOf(last) : null }
}

export const JustReason = Type.Object({ reason: Reason }, closed)
export const Name = Text(200, 'What it is called.')
export const AddressLines = ListOf(
  Text(200, 'A line of the address.'),
  10,
  'The address, without the postcode.',
)
export const PostcodeText = Type.String({
  minLength: 5,
  maxLength: 8,
  pattern: '^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$',
  description: 'A postcode such as LS1 4AP.',
})
export const EnvironmentName = choice(['production', 'integration'], 'Where it works.')

export const ORGANISATION_STATUSES = ['active', 'suspended', 'closed'] as const
export const OrganisationPath = Type.Object({ odsCode: OdsCode }, closed)
export const OrganisationView = Type.Object(
  {
    odsCode: OdsCode,
    name: Name,
    addressLines: AddressLines,
    postcode: Nullable(Text(10, 'Its postcode.')),
    status: choice(ORGANISATION_STATUSES, 'Whether it may be asked for.'),
    statusReason: Nullable(Prose(1000, 'Why it is so, when somebody said.')),
    odsRole: Nullable(Text(20, 'Its kind, as ODS has it.')),
    openedOn: Nullable(Day('When it opened.')),
    closedOn: Nullable(Day('When it closed.')),
  },
  closed,
)
export const organisationView = (record: OrganisationRecord): Static<typeof OrganisationView> => ({
  ...record,
  addressLines: [...record.addressLines],
})

export const SupplierPath = Type.Object({ id: Id('The supplier.') }, closed)
export const SupplierView = Type.Object({ id: Id('The supplier.'), name: Name }, closed)

export const ProductStatus = choice(['active', 'suspended', 'withdrawn'], 'Whether it may be asked with.')
export const ProductPath = Type.Object({ id: Id('The product.') }, closed)
export const Version = Text(40, 'A version, as its supplier numbers them.')
export const ProductView = Type.Object(
  {
    id: Id('The product.'),
    supplierId: Id('Who makes it.'),
    name: Name,
    version: Nullable(Version),
    status: ProductStatus,
  },
  closed,
)
export const productView = (product: Product): Static<typeof ProductView> => ({ ...product })

export const VersionView = Type.Object(
  { version: Version, releasedAt: Instant('From when it was in use.'), note: Prose(2000, 'What changed.') },
  closed,
)
export const versionView = ({ version, releasedAt, note }: ProductVersion): Static<typeof VersionView> => ({
  version,
  releasedAt: iso(releasedAt),
  note,
})

export const ConnectionPath = Type.Object({ id: Id('The connection.') }, closed)
export const ConnectionState = choice(['open', 'suspended', 'withdrawn'], 'Whether it may be asked through.')
export const ConnectionView = Type.Object(
  {
    id: Id('The connection.'),
    odsCode: OdsCode,
    organisationName: Name,
    productId: Id('The product.'),
    productName: Name,
    supplierId: Id('Who makes the product.'),
    environment: EnvironmentName,
    status: ConnectionState,
    statusReason: Nullable(Prose(1000, 'Why it is so, when somebody said.')),
    accountId: Nullable(Id('The web service account of the organisation.')),
    accountStatus: Nullable(Text(30, 'The state of that account.')),
  },
  closed,
)
export const connectionView = (record: ConnectionRecord): Static<typeof ConnectionView> => ({ ...record })
