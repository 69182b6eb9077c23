-- What the watch found, what people made of it, and what the detectors know (src/watch).
create schema watch;

create table watch.finding (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  -- Crawl-like activity is always investigated (AUP25-30); other conduct is looked at.
  kind text not null check (kind in ('crawl', 'conduct')),
  scope text not null check (scope in ('account', 'organisation', 'product', 'global')),
  -- Whom it is about: an account, an organisation or a product, by the scope; `all` where it is everybody.
  subject text not null,
  -- Whose question raised it first.
  account text not null,
  organisation text not null,
  product text not null,
  detector text not null,
  brake text not null check (brake in ('none', 'smaller-k', 'footprint-only', 'throttle')),
  evidence jsonb not null,
  decision text not null,
  node text not null,
  raised_at timestamptz not null,
  last_raised_at timestamptz not null,
  times int not null check (times > 0),
  state text not null check (state in ('open', 'under-review', 'dismissed', 'upheld', 'handed-over', 'closed')),
  -- What the investigation found (AUP25-30).
  note text,
  case_id text,
  -- Since when its brake no longer holds.
  released_at timestamptz,
  closed_at timestamptz,
  check ((state in ('dismissed', 'closed')) = (closed_at is not null)),
  check (closed_at is null or released_at is not null),
  check (closed_at is null or kind <> 'crawl' or note is not null)
);
-- The same of the same subject is one finding while it is not closed, however often and on however many nodes it is raised.
create unique index finding_open on watch.finding (scope, subject, detector) where closed_at is null;
create index finding_of_organisation on watch.finding (organisation, id desc);

-- Each time it was raised, by the question that raised it: the ids that activity entries name.
create table watch.raising (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  finding_id text not null references watch.finding,
  at timestamptz not null,
  account text not null,
  decision text not null
);
create index raising_of_finding on watch.raising (finding_id, at);

-- Announced beforehand or established since: a load test, a launch, an outbreak, an audit. Null: all of them.
create table watch.declared_event (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  kind text not null check (kind in ('load-test', 'launch', 'outbreak', 'audit', 'other')),
  title text not null,
  effect text not null check (effect in ('annotate', 'suppress')),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  accounts text[],
  organisations text[],
  regions text[],
  type_ids int[],
  declared_at timestamptz not null,
  declared_by text not null,
  agreed_by text
);

-- What the detectors of a node knew at an instant, and up to where in the log of each node they knew it.
create table watch.checkpoint (
  node text primary key,
  at timestamptz not null,
  model text not null,
  -- {"positions": {node: sequence}, "ahead": [decision ids], …}
  place jsonb not null,
  -- gzip.
  detectors bytea not null
);
