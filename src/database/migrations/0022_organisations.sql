-- What the directory holds of organisations as such, from upstream registers (directory/organisations). The record is
-- the whole of it but for its code: whether active, name, telecom, roles.
create table directory.organisation (
  ods_code text primary key check (ods_code ~ '^[A-Z0-9]{1,12}$'),
  record jsonb not null,
  version int not null check (version > 0),
  change bigint not null,
  written_by text not null,
  written_at timestamptz not null,
  written_why text not null
);

-- Versions that newer ones have taken the place of, whole.
create table directory.organisation_history (
  ods_code text not null references directory.organisation,
  version int not null,
  record jsonb not null,
  change bigint not null,
  written_by text not null,
  written_at timestamptz not null,
  written_why text not null,
  primary key (ods_code, version)
);
