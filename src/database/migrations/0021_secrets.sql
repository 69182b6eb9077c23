-- What the older interfaces know a caller by, and what an account keeps right (sources, DoS 1, 2, 3, 5.4).

-- One user name an account, the same for its passwords and its keys. Never given to another account: what was done in
-- its name stays its own.
create table accounts.username (
  account_id text primary key references accounts.account (id),
  username text not null check (username ~ '^[A-Za-z0-9][A-Za-z0-9._@-]{2,63}$')
);
create unique index username_once on accounts.username (lower(username));

-- Passwords and API keys, as salted hashes: what was given out is kept nowhere.
create table accounts.secret (
  id text primary key,
  account_id text not null references accounts.username (account_id),
  kind text not null check (kind in ('password', 'api-key')),
  interfaces text[] not null check (
    (kind = 'password' and interfaces <@ array['dos-rest', 'dos-soap'] and cardinality(interfaces) > 0)
    or (kind = 'api-key' and interfaces = array['capacity'])),
  -- The purpose that what is asked with it serves; null: the agreement's own.
  purpose text,
  salt text not null,
  hash text not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null check (valid_until > valid_from),
  revoked_at timestamptz
);
create index secret_of_account on accounts.secret (account_id, valid_from);

-- Services whose entries, and all below them, an account keeps right. The id is of directory.service, which has no row
-- for it before its first version and keeps one for ever after; the register of accounts does not lean on it.
create table accounts.maintained_service (
  id bigint generated always as identity primary key,
  account_id text not null references accounts.account (id),
  service_id bigint not null check (service_id > 0),
  granted_by text not null,
  held_from timestamptz not null,
  held_until timestamptz
);
create unique index maintained_once on accounts.maintained_service (account_id, service_id) where held_until is null;

-- Services whose capacity falls back to green: few at any moment, and looked for every minute.
create index service_with_reset on directory.service (id) where record->'capacity'->>'resetAt' is not null;
