-- What was known of a caller when a question was decided: kept once, named by the entries decided on it, so that any
-- decision can be taken again (src/activity/facts.ts). `facts` is json, so that it keeps the bytes that were written.
create table activity.facts (
  hash text primary key,
  account text not null,
  organisation text not null,
  connection text not null,
  production boolean not null,
  individual text,
  -- Null: who asked in the days before facts were kept.
  facts json,
  first_seen timestamptz not null default now()
);
create index facts_of_organisation on activity.facts (organisation);
create index facts_of_connection on activity.facts (connection);
create index facts_of_individual on activity.facts (individual) where individual is not null;

-- Those who asked before are known by their entries.
insert into activity.facts (hash, account, organisation, connection, production, individual, first_seen)
  select 'before ' || md5(concat_ws(' ', account, organisation, entry->>'connection', entry->>'individual')),
         account, organisation, entry->>'connection', true, entry->>'individual', min(at)
  from activity.entry group by account, organisation, entry->>'connection', entry->>'individual';

-- Whether the entry is evidence of use (D5): service data, answered, to live questions.
alter table activity.entry add column counts boolean not null default false;
update activity.entry set counts = true
  where decision = 'allow' and action in ('search', 'look-up') and json_array_length(entry->'flags') = 0;
create index entry_use on activity.entry (account, at) where counts;
