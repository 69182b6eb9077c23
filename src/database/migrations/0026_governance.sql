-- The keys that checkpoints are signed with, and the second log: what was done to the registers (src/ledger, decision 30).

-- What the logs are called: the first part of every checkpoint's first line. Made once; a log that changed its name
-- would be another log.
create table ledger.name (
  only_row boolean primary key default true check (only_row),
  name text not null
);

-- Ed25519. `seed` is the private half: null once the key is retired, or where it is kept in a file.
create table ledger.key (
  public_key bytea primary key check (octet_length(public_key) = 32),
  seed bytea check (octet_length(seed) = 32),
  signs_from timestamptz not null,
  retired_at timestamptz
);
create unique index key_in_use on ledger.key ((true)) where retired_at is null;

-- A leaf for each act, in the order in which they were committed.
create table ledger.act (
  leaf bigint primary key check (leaf >= 0),
  act bigint not null unique,
  salt bytea not null check (octet_length(salt) = 32),
  -- The leaf's data, which anybody may read: nothing in it is about a person.
  data text not null
);

-- The whole act as one text, always the same for the same row. What a leaf commits to, and does not say.
create function ledger.act_text(done workflow.act) returns text stable return
  jsonb_build_object(
    'id', done.id,
    'at', to_char(done.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'who', done.who,
    'actingAs', done.acting_as,
    'onBehalfOf', done.on_behalf_of,
    'approvedBy', done.approved_by,
    'entity', done.entity,
    'entityId', done.entity_id,
    'event', done.event,
    'why', done.why,
    'clauses', done.clauses,
    'evidence', done.evidence,
    'requestId', done.request_id,
    'before', done.before,
    'after', done.after
  )::text;

-- What it was done to, as anybody may know it: by its name where that is public, by the hash of its id where that is
-- long and random, so that those who know the id find it and nobody else does; of all others nothing.
create function ledger.act_subject(entity text, id text) returns text immutable return
  case
    when entity in ('policy-version', 'reference-document', 'region', 'service') then id
    when id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
      then encode(sha256(convert_to(entity || chr(10) || id, 'UTF8')), 'hex')
    else '-'
  end;

create function ledger.act_data(done workflow.act, salt bytea) returns text stable return
  'signpost/governance/v1' || chr(10)
  || translate(done.entity, chr(10) || ' ', '--') || chr(10)
  || translate(done.event, chr(10) || ' ', '--') || chr(10)
  || to_char(done.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || chr(10)
  || translate(ledger.act_subject(done.entity, done.entity_id), chr(10), '-') || chr(10)
  || coalesce(nullif(translate(array_to_string(done.clauses, ' '), chr(10), '-'), ''), '-') || chr(10)
  || encode(sha256(salt || convert_to(ledger.act_text(done), 'UTF8')), 'hex') || chr(10);

create function ledger.leaf_hash(data text) returns bytea immutable return
  sha256('\x00'::bytea || convert_to(data, 'UTF8'));

-- 32 bytes of which 244 bits are random: two version 4 UUIDs.
create function ledger.new_salt() returns bytea volatile return
  decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');

insert into ledger.act (leaf, act, salt, data)
  select row_number() over (order by id) - 1, id, salt, ledger.act_data(done, salt)
  from (select act as done, act.id, ledger.new_salt() as salt from workflow.act offset 0) as before;
insert into ledger.tree (log, size) select 'governance', count(*) from ledger.act;
insert into ledger.append (log, first, hashes)
  select 'governance', min(leaf), string_agg(ledger.leaf_hash(data), ''::bytea order by leaf)
  from ledger.act group by leaf / 1000;

-- At the commit, after everything else: the tree's row is the last that a transaction waits for, so that none waits for
-- another that waits for it, and it is held no longer than the commit takes. The first act of a transaction takes all
-- of them; counting up once for each would read over all the counts before.
create function ledger.take_acts() returns trigger language plpgsql as '
declare start bigint
; begin
  if exists (select from ledger.act where act = new.id) then return null
; end if
; select size into strict start from ledger.tree where log = ''governance'' for update
; insert into ledger.act (leaf, act, salt, data)
    select start + row_number() over (order by id) - 1, id, salt, ledger.act_data(done, salt)
    from (
      select act as done, act.id, ledger.new_salt() as salt from workflow.act
      where (act.id = new.id or (act.id > new.id and act.xmin = pg_current_xact_id()::xid))
        and not exists (select from ledger.act as taken where taken.act = act.id)
      offset 0
    ) as mine
; insert into ledger.append (log, first, hashes)
    select ''governance'', start, string_agg(ledger.leaf_hash(data), ''''::bytea order by leaf)
    from ledger.act where leaf >= start
; update ledger.tree set size = (select max(leaf) + 1 from ledger.act) where log = ''governance''
; return null
; end';

create constraint trigger act_is_a_leaf after insert on workflow.act
  deferrable initially deferred for each row execute function ledger.take_acts();
