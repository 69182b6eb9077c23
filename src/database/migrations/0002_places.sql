-- Imported postcode files. A table is one packed value (places/table-bytes.ts), gzipped and cut into chunks of about
-- 1 MB, because it is read whole into memory and never queried here: as rows it would be 1.75 million of them.
create schema places;

create table places.edition (
  id bigint generated always as identity primary key,
  name text not null,
  -- loading: chunks arrive; active: the one that serves; superseded, abandoned: kept as a record, without chunks.
  status text not null default 'loading' check (status in ('loading', 'active', 'superseded', 'abandoned')),
  started_at timestamptz not null default now(),
  activated_at timestamptz,
  postcodes bigint not null,
  located bigint not null,
  terminated bigint not null,
  nations jsonb not null,
  -- What the import read and rejected, for whoever asks later.
  report jsonb not null,
  chunks int not null,
  bytes bigint not null
);

create unique index edition_active on places.edition (status) where status = 'active';

create table places.chunk (
  edition_id bigint not null references places.edition (id) on delete cascade,
  position int not null,
  content bytea not null,
  primary key (edition_id, position)
);
