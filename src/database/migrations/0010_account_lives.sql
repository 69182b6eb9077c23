-- How accounts live: whose an individual account is, which regions a DoS Lead opened to it (AUP25-06), what it is
-- narrowed to (AUP25-41), and the clients of products that ask for several organisations (AUP25-02).
create table accounts.region (
  id text primary key check (id ~ '^[A-Z0-9]{2,12}$'),
  name text not null,
  held_from timestamptz not null,
  -- A region ends when it is merged into another, from that instant on.
  held_until timestamptz,
  successor_id text references accounts.region (id) check (successor_id <> id),
  check ((held_until is null) = (successor_id is null))
);

-- `product`: the client of a product that serves several organisations; each request names one of them, and is then
-- that of the organisation's own account on its connection with the product.
alter table accounts.account drop constraint account_kind_check;
alter table accounts.account add constraint account_kind_check check (kind in ('web-service', 'individual', 'product'));
alter table accounts.account alter column connection_id drop not null;
alter table accounts.account add column product_id text references accounts.product (id);
alter table accounts.account add column environment text check (environment in ('production', 'integration'));
alter table accounts.account add constraint account_belongs check (
  (kind = 'product') = (connection_id is null) and (kind = 'product') = (product_id is not null)
  and (kind = 'product') = (environment is not null));
create unique index account_of_product on accounts.account (product_id, environment)
  where kind = 'product' and status not in ('terminated', 'rejected', 'expired-unvalidated', 'withdrawn');

-- Whose an individual account is: an id of people.person. One person has one account on a connection (AUP25-05).
alter table accounts.account add column person_id text;
create unique index account_of_person on accounts.account (person_id, connection_id)
  where person_id is not null and status not in ('terminated', 'rejected', 'expired-unvalidated', 'withdrawn');
-- Coming back after the end is a new account that names the one before and inherits nothing (AUP25-38).
alter table accounts.account add column predecessor_id text references accounts.account (id);
-- Of an individual account: why its holder needs it, and the region whose DoS Lead is asked.
alter table accounts.account add column access_reason text;
alter table accounts.account add column review_region_id text references accounts.region (id);
alter table accounts.account add column email_token_hash text;
alter table accounts.account add column email_token_until timestamptz;
alter table accounts.account add column email_sent_at timestamptz;
alter table accounts.account add column activated_at timestamptz;
-- How a terminated account ended (sources, use 4.6), and when.
alter table accounts.account add column ended_as text check (ended_as in ('ceased', 'inactive', 'revoked'));
alter table accounts.account add column ended_at timestamptz;

create table accounts.region_authorisation (
  id bigint generated always as identity primary key,
  account_id text not null references accounts.account (id),
  region_id text not null references accounts.region (id),
  granted_by text not null,
  reason text not null,
  held_from timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  -- Set when the region was merged into another: its lead is to look at it again.
  review_by timestamptz
);
create unique index region_authorisation_once on accounts.region_authorisation (account_id, region_id) where ended_at is null;
create index region_authorisation_of_region on accounts.region_authorisation (region_id) where ended_at is null;

create table accounts.restriction (
  id text primary key,
  account_id text not null references accounts.account (id),
  regions text[] check (cardinality(regions) > 0),
  type_ids integer[] check (cardinality(type_ids) > 0),
  results_max integer check (results_max between 1 and 100),
  per_minute integer check (per_minute > 0),
  per_day integer check (per_day > 0),
  audience text check (audience = 'public'),
  -- {"days": [1..7], "fromMinute": 0..1439, "untilMinute": 1..1440}, Europe/London.
  hours jsonb,
  reason text not null,
  held_from timestamptz not null,
  held_until timestamptz,
  review_by timestamptz not null,
  lifted_at timestamptz,
  -- An employer narrows what its own people may do (AUP25-18), and lifts only that again.
  imposed_as text not null default 'operator' check (imposed_as in ('operator', 'employer')),
  check ((per_minute is null) = (per_day is null))
);
create index restriction_of_account on accounts.restriction (account_id) where lifted_at is null;

-- Why an account is suspended. Several grounds may stand at once: it is reinstated when the last has been settled, so
-- that an employer's switch cannot undo a decision of the operator, nor the other way about.
create table accounts.suspension (
  id bigint generated always as identity primary key,
  account_id text not null references accounts.account (id),
  ground text not null check (ground in (
    'significant-risk', 'expired-intention-notice', 'employer-instruction', 'credential-compromise', 'no-region-left')),
  -- The impact assessment, or the notice of intention, it rests on.
  reference text,
  held_from timestamptz not null,
  settled_at timestamptz,
  -- The closed case, where one had to be.
  settled_by_reference text
);
create unique index suspension_once on accounts.suspension (account_id, ground) where settled_at is null;

-- That the holder of an individual account has accepted the policy themselves (AUP25-18).
create table accounts.policy_acceptance (
  account_id text not null references accounts.account (id),
  version text not null,
  hash text not null,
  accepted_at timestamptz not null,
  primary key (account_id, version)
);
