-- What a connection may ask, under which policy version, accepted by whom (sources, use 2.2, 4.2).
-- The connection is named by id only: accounts and agreements know nothing of each other's tables.
create schema agreements;

create table agreements.agreement (
  id text primary key,
  connection_id text not null check (connection_id <> '*'),
  status text not null check (status in ('drafted', 'issued', 'accepted', 'in-force', 'superseded', 'ended')),
  use_case text not null,
  -- Direct care only: a purpose that serves a population cannot be granted (AUP25-12).
  purposes text[] not null check (cardinality(purposes) > 0 and purposes <@ array[
    'urgent-care-referral', 'emergency-treatment', 'care-coordination', 'appointment-booking', 'referral-follow-up',
    'self-care-signposting', 'individual-public-health', 'local-audit', 'incident-management']),
  audience text not null check (audience in ('public', 'professional')),
  -- Null: the whole of England.
  regions text[] check (cardinality(regions) > 0),
  -- Null: every type.
  type_ids integer[] check (cardinality(type_ids) > 0),
  results_max integer not null check (results_max between 1 and 100),
  -- 160,934 metres are 100 miles.
  distance_metres_max integer not null check (distance_metres_max between 1 and 160934),
  per_minute integer not null check (per_minute > 0),
  per_day integer not null check (per_day > 0),
  look_ups text not null check (look_ups in ('follow-up', 'declared')),
  origins text not null check (origins in ('any', 'postcode-or-town')),
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until > valid_from),
  issued_version text,
  issued_hash text,
  issued_at timestamptz,
  accepted_version text,
  accepted_hash text,
  accepted_at timestamptz,
  accepted_by text,
  accepted_as text
);
create index agreement_of_connection on agreements.agreement (connection_id);
create unique index agreement_in_force on agreements.agreement (connection_id) where status = 'in-force';

-- Who did what, when, why, and what it was before and after. Only ever added to.
create table agreements.audit (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  who text not null,
  acting_as text not null,
  agreement_id text not null,
  event text not null,
  why text not null,
  clauses text[] not null default '{}',
  before jsonb,
  after jsonb
);
create index audit_of_agreement on agreements.audit (agreement_id, id);
