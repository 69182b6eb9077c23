-- The activity log: one row for every governed question, allowed or refused (src/activity, decision 12).
create schema activity;

-- `entry` is json, not jsonb: it keeps the very bytes that were written, which is what a later ledger hashes.
-- The other columns repeat what questions about the log filter by.
create table activity.entry (
  node text not null,
  sequence bigint not null check (sequence > 0),
  id uuid not null unique,
  at timestamptz not null,
  account text not null,
  organisation text not null,
  decision text not null check (decision in ('allow', 'refuse')),
  refusal text,
  action text not null,
  entry json not null,
  primary key (node, sequence)
);

create index entry_account_at on activity.entry (account, at);

create index entry_at on activity.entry (at);

-- How far each node's journal has come into activity.entry (src/activity/ship.ts).
create table activity.shipped (
  node text primary key,
  sequence bigint not null,
  at timestamptz not null
);
