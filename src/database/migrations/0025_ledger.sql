-- The ledger (src/ledger, decision 30): logs as trees of hashes (RFC 9162), and the activity log as the first of them.
create schema ledger;

-- How many leaves each log has. Its row is held from the append to the commit: indexes have no gap and are in commit order.
create table ledger.tree (
  log text primary key,
  size bigint not null check (size >= 0)
);

-- Leaf hashes as they were appended, a row for each append, until full tiles hold them.
create table ledger.append (
  log text not null,
  first bigint not null check (first >= 0),
  hashes bytea not null check (length(hashes) > 0 and length(hashes) % 32 = 0),
  primary key (log, first)
);

-- Full tiles only (C2SP tlog-tiles): written once, never changed. A hash of the level above is the root of a tile here.
create table ledger.tile (
  log text not null,
  level int not null check (level between 0 and 6),
  index bigint not null check (index >= 0),
  hashes bytea not null check (length(hashes) = 8192),
  root bytea not null check (length(root) = 32),
  primary key (log, level, index)
);
-- Hashes do not compress; this spares the try.
alter table ledger.tile alter column hashes set storage external;

create table ledger.checkpoint (
  log text not null,
  size bigint not null check (size >= 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  at timestamptz not null,
  primary key (log, size)
);

-- How far each node has come; its row is what keeps two processes from writing as the same node. Up to `dropped` its
-- entries may be gone, by retention.
create table activity.node (
  name text primary key,
  sequence bigint not null check (sequence >= 0),
  dropped bigint not null default 0 check (dropped <= sequence)
);
insert into activity.node (name, sequence)
  select node, max(sequence) from activity.entry group by node;

-- The log anew, in a partition for each month (UTC), which the program makes as they are needed (src/activity/month-store.ts).
-- No index on `id`: the time in it is the time of the entry, so that it is looked for there.
alter table activity.entry rename to entry_before;
alter table activity.entry_before drop constraint entry_pkey;
create table activity.entry (
  node text not null,
  sequence bigint not null check (sequence > 0),
  id uuid not null,
  at timestamptz not null,
  account text not null,
  organisation text not null,
  decision text not null check (decision in ('allow', 'refuse')),
  refusal text,
  action text not null,
  counts boolean not null default false,
  -- Its place in the tree.
  leaf bigint not null check (leaf >= 0),
  salt bytea check (length(salt) = 32),
  -- SHA-256 of salt and entry, which the leaf holds: kept once those two are erased.
  commitment bytea check (length(commitment) = 32),
  entry json,
  primary key (node, sequence, at),
  check ((entry is null) = (salt is null) and (entry is null) = (commitment is not null))
) partition by range (at);

-- Semicolons lead their lines: at the end of one they would end the statement for the reader of these files.
do language plpgsql '
declare month timestamptz
; begin
  for month in select distinct date_trunc(''month'', at, ''UTC'') from activity.entry_before loop
    execute format(
      ''create table activity.%I partition of activity.entry for values from (%L) to (%L)'',
      to_char(month at time zone ''UTC'', ''"entry_"YYYY_MM''),
      month,
      (month at time zone ''UTC'' + interval ''1 month'') at time zone ''UTC''
    )
  ; end loop
; end'
;

-- The salt of an entry from before is made of its text, so that a journal that is shipped again comes to the same leaf.
-- Whoever knows the decision id could try out the rest; it was given to nobody but the caller.
insert into activity.entry
  (node, sequence, id, at, account, organisation, decision, refusal, action, counts, leaf, salt, entry)
  select node, sequence, id, at, account, organisation, decision, refusal, action, counts,
         row_number() over (order by at, node, sequence) - 1,
         sha256(convert_to('signpost/activity/unsalted' || chr(10) || entry::text, 'UTF8')),
         entry
  from activity.entry_before;
drop table activity.entry_before;

create index entry_account_at on activity.entry (account, at);
create index entry_at on activity.entry (at);
create index entry_use on activity.entry (account, at) where counts;
create index entry_leaf on activity.entry (leaf);

insert into ledger.tree (log, size) select 'activity', count(*) from activity.entry;
insert into ledger.append (log, first, hashes)
  select 'activity', min(leaf), string_agg(hash, ''::bytea order by leaf)
  from (
    select leaf, sha256('\x00'::bytea || convert_to(concat(
      'signpost/activity/v1', chr(10),
      node, chr(10),
      sequence, chr(10),
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), chr(10),
      encode(sha256(salt || convert_to(entry::text, 'UTF8')), 'hex'), chr(10)
    ), 'UTF8')) as hash
    from activity.entry
  ) as hashed
  group by leaf / 1000;
