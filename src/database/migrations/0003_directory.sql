-- The directory of services (directory/store.ts). The record is the whole of a service; the columns beside it are
-- what the database itself has to tell apart or to look for.
create schema directory;

create sequence directory.service_id;

create table directory.service (
  id bigint primary key,
  uid text not null unique,
  status text not null,
  type_id int not null,
  ods_code text,
  easting int,
  northing int,
  parent_id bigint,
  region_id text,
  source_name text not null,
  source_key text,
  record jsonb not null,
  version int not null check (version > 0),
  change bigint not null,
  written_by text not null,
  written_at timestamptz not null,
  written_why text not null,
  unique (source_name, source_key)
);

-- Versions that newer ones have taken the place of, whole.
create table directory.service_history (
  id bigint not null,
  version int not null,
  record jsonb not null,
  change bigint not null,
  written_by text not null,
  written_at timestamptz not null,
  written_why text not null,
  primary key (id, version)
);
