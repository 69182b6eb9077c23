-- What programs report of the entries they were told of (src/directory/feedback), and needs that searches did not meet
-- (src/directory/unmet).
create table directory.feedback (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  service_id bigint not null,
  -- As they were when it was reported, so that a total of last year stays what it was.
  type_id int not null,
  region_id text,
  account text not null,
  organisation text not null,
  kind text not null check (kind in ('reject', 'error')),
  -- Of a rejection: why the service was not taken up.
  reason int,
  -- Of an error: which member of the entry is wrong.
  member text,
  text text check (length(text) > 0),
  decision uuid,
  state text not null check (state in ('received', 'taken-up', 'resolved', 'dismissed')),
  received_at timestamptz not null,
  taken_up_at timestamptz,
  taken_up_by text,
  closed_at timestamptz,
  closed_by text,
  answer text,
  -- The version of the entry that put it right.
  put_right int,
  check ((kind = 'reject') = (reason is not null)),
  check ((kind = 'error') = (member is not null)),
  check (kind = 'reject' or text is not null),
  check ((state in ('resolved', 'dismissed')) = (closed_at is not null)),
  check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (answer is null)),
  check ((taken_up_at is null) = (taken_up_by is null))
);
create index feedback_of_account on directory.feedback (account, id desc);
create index feedback_of_service on directory.feedback (service_id, kind, id);
create index feedback_waiting on directory.feedback (id) where state in ('received', 'taken-up');
create index feedback_rejections on directory.feedback (received_at) where kind = 'reject';

-- Needs that clinical searches did not meet, and how many searches there were, in sums: by day, by area and no finer.
-- Each run of a node has sums of its own, written as they stand: to write them again changes nothing.
create table directory.unmet_need (
  day date not null,
  region_id text not null,
  area_kind text not null check (area_kind in ('district', 'board', 'region')),
  area text not null,
  type_id int not null,
  criterion text not null,
  run text not null,
  searches bigint not null check (searches > 0),
  services bigint not null check (services >= searches),
  primary key (day, region_id, area_kind, area, type_id, criterion, run)
);
create table directory.clinical_searches (
  day date not null,
  region_id text not null,
  area_kind text not null check (area_kind in ('district', 'board', 'region')),
  area text not null,
  run text not null,
  searches bigint not null check (searches > 0),
  primary key (day, region_id, area_kind, area, run)
);
