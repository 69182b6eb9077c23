-- Directory editing (src/directory/editing): who keeps which entries, changes that wait for a second pair of eyes, and
-- requests that are to be done once however often they come.
alter table people.held_role drop constraint held_role_scope_kind_check;
alter table people.held_role add constraint held_role_scope_kind_check
  check (scope_kind in ('operator', 'region', 'organisation', 'supplier', 'service'));

-- What hangs below an entry; entries by the code their provider keeps; those whose verification is over, oldest first.
create index service_by_parent on directory.service (parent_id);
create index service_by_ods_code on directory.service (upper(ods_code));
create index service_by_due on directory.service ((coalesce(record -> 'verification' ->> 'nextDueOn', '')), id)
  where status = 'active';

create table directory.service_draft (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  -- Null for a service that is new; once approved, what it has become.
  service_id bigint,
  -- The version that it was written against; 0 for a new one.
  base_version int not null check (base_version >= 0),
  -- Whose DoS Lead it waits for; null where the service is of no region.
  region_id text,
  state text not null check (state in ('draft', 'submitted', 'approved', 'rejected', 'withdrawn')),
  -- The editable part of the service as it is to be, whole (profile.ts).
  profile jsonb not null,
  -- Counts what happens to it, so that nobody decides on what they have not read.
  revision int not null check (revision > 0),
  created_at timestamptz not null,
  created_by text not null,
  -- Everybody who wrote something of it: none of them approves it.
  authors text[] not null check (cardinality(authors) > 0),
  submitted_at timestamptz,
  submitted_by text,
  submitted_as text,
  submitted_why text,
  decided_at timestamptz,
  decided_by text,
  decided_why text,
  became_version int,
  check ((submitted_at is null) = (submitted_by is null)),
  check (state <> 'submitted' or submitted_by is not null),
  check (state <> 'approved' or (became_version is not null and not (decided_by = any(authors)) and decided_by <> submitted_by))
);
create index draft_waiting on directory.service_draft (submitted_at, id) where state = 'submitted';
create index draft_of_service on directory.service_draft (service_id, id);

-- A request with a key of the sender's own (draft-ietf-httpapi-idempotency-key-header), and its answer. Of the key
-- there is a hash, and the answer is sealed with the key: nobody reads it here.
create table workflow.keyed_request (
  person_id text not null,
  key_hash text not null,
  content_hash text not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  answer bytea,
  primary key (person_id, key_hash),
  check (answer is null or ended_at is not null)
);
create index keyed_request_by_time on workflow.keyed_request (begun_at);
