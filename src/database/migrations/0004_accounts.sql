-- Who may come in: organisations, suppliers and their products, connections between the two, accounts and their
-- public keys (AUP25-02 to 06), our own signing keys, and what the OAuth provider must remember.
create schema accounts;

create table accounts.organisation (
  ods_code text primary key check (ods_code ~ '^[A-Z0-9]{2,12}$'),
  name text not null,
  address_lines text[] not null default '{}',
  postcode text,
  status text not null check (status in ('active', 'suspended', 'closed'))
);

create table accounts.supplier (
  id text primary key,
  name text not null
);

create table accounts.product (
  id text primary key,
  supplier_id text not null references accounts.supplier (id),
  name text not null,
  version text,
  status text not null check (status in ('active', 'suspended', 'withdrawn'))
);
create index product_of_supplier on accounts.product (supplier_id);

-- One organisation using one product in one environment.
create table accounts.connection (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  ods_code text not null references accounts.organisation (ods_code),
  product_id text not null references accounts.product (id),
  environment text not null check (environment in ('production', 'integration')),
  unique (ods_code, product_id, environment)
);
create index connection_of_product on accounts.connection (product_id);

-- The id of a web service account is its OAuth client id. It is also its key in the change feed, where other keys,
-- such as * for all, hold characters that no id may have.
create table accounts.account (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  kind text not null check (kind in ('web-service', 'individual')),
  connection_id text not null references accounts.connection (id),
  name text not null,
  status text not null check (status in (
    'draft', 'submitted', 'email-validated', 'regional-review', 'approved', 'active', 'restricted', 'suspended',
    'terminated', 'rejected', 'expired-unvalidated', 'withdrawn')),
  -- Null: not narrowed by search role.
  referral_role_ids integer[],
  -- Null: no region of its own; see CallerFacts.account.regionIds.
  region_ids text[]
);
-- One web service account for a connection (AUP25-04); one that has ended leaves room for its successor.
create unique index account_of_connection on accounts.account (connection_id)
  where kind = 'web-service' and status not in ('terminated', 'rejected', 'expired-unvalidated', 'withdrawn');
create index account_by_connection on accounts.account (connection_id);

-- Public keys. Several may hold at once, so that a key can be replaced without a gap. A key belongs to one account
-- for ever (thumbprint, RFC 7638): neither shared between accounts nor brought back after it ended.
create table accounts.credential (
  account_id text not null references accounts.account (id),
  kid text not null,
  jwk jsonb not null,
  thumbprint text not null unique,
  valid_from timestamptz not null,
  valid_until timestamptz,
  revoked_at timestamptz,
  primary key (account_id, kid)
);

-- Who did what, when, why, and what it was before and after. Only ever added to.
create table accounts.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  who text not null,
  acting_as text not null,
  entity text not null,
  entity_id text not null,
  event text not null,
  why text not null,
  clauses text[] not null default '{}',
  before jsonb,
  after jsonb
);
create index audit_of_entity on accounts.audit (entity, entity_id, id);

-- The keys this directory signs access tokens with, shared by all nodes. Whoever reads this table can mint tokens:
-- guard the database and its backups accordingly (docs/operating.md).
create table accounts.signing_key (
  kid text primary key,
  alg text not null,
  private_jwk jsonb not null,
  signs_from timestamptz not null,
  -- Null: still in use. After this instant nothing signed with it is accepted.
  verifies_until timestamptz
);

-- What the OAuth provider remembers: used assertions now; sessions, grants and codes once people sign in.
create table accounts.oidc_record (
  model text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  user_code text,
  uid text,
  consumed_at timestamptz,
  expires_at timestamptz,
  primary key (model, id)
);
create index oidc_record_by_expiry on accounts.oidc_record (expires_at);
create index oidc_record_by_grant on accounts.oidc_record (grant_id) where grant_id is not null;
create index oidc_record_by_user_code on accounts.oidc_record (model, user_code) where user_code is not null;
create index oidc_record_by_uid on accounts.oidc_record (model, uid) where uid is not null;
