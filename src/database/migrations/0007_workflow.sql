-- What people and programs did to the registers, what is to be done when, and what waits for a second person
-- (src/workflow, decision 16). One record for all rooms: the two that accounts and agreements kept move into it.
create schema workflow;

-- Only ever added to. Times are those of the deed.
create table workflow.act (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  who text not null,
  acting_as text not null,
  on_behalf_of text,
  approved_by text check (approved_by <> who),
  entity text not null,
  entity_id text not null,
  event text not null,
  why text not null,
  clauses text[] not null default '{}',
  evidence text[] not null default '{}',
  request_id text,
  before jsonb,
  after jsonb
);
create index act_of_entity on workflow.act (entity, entity_id, id);
create index act_of_person on workflow.act (who, id);

insert into workflow.act (at, who, acting_as, entity, entity_id, event, why, clauses, before, after)
  select at, who, acting_as, entity, entity_id, event, why, clauses, before, after from (
    select at, who, acting_as, entity, entity_id, event, why, clauses, before, after, id from accounts.audit
    union all
    select at, who, acting_as, 'agreement', agreement_id, event, why, clauses, before, after, id from agreements.audit
  ) as earlier order by at, id;
drop table accounts.audit;
drop table agreements.audit;

create table workflow.due (
  id bigint generated always as identity primary key,
  entity text not null,
  entity_id text not null,
  event text not null,
  due_at timestamptz not null,
  done_at timestamptz
);
create unique index due_once on workflow.due (entity, entity_id, event) where done_at is null;
create index due_soonest on workflow.due (due_at, id) where done_at is null;

create table workflow.proposal (
  id uuid primary key,
  command text not null,
  params jsonb not null,
  query jsonb not null,
  body jsonb not null,
  why text not null,
  proposed_by text not null,
  proposed_as text not null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'approved', 'declined', 'withdrawn')),
  -- Whoever settles it; approving takes a second person.
  settled_by text,
  settled_at timestamptz,
  check (state <> 'approved' or settled_by <> proposed_by)
);
create index proposal_open on workflow.proposal (proposed_at) where state = 'open';
