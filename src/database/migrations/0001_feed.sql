-- The change feed: one number for every committed change, in commit order (database/changes.ts).
create schema feed;

create table feed.counter (
  only_row boolean primary key default true check (only_row),
  number bigint not null
);
insert into feed.counter (number) values (0);

create table feed.change (
  number bigint primary key,
  topic text not null,
  key text not null,
  at timestamptz not null default now()
);
