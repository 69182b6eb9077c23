-- What the clinical search knows beside the services (directory/clinical/reference.ts): lists that are brought by import,
-- each replaced whole, and read whole into memory. Nothing here is of a person.
create schema clinical;

create table clinical.symptom_group (
  id int primary key check (id > 0),
  name text not null check (length(name) between 1 and 255),
  z_code boolean not null
);

create table clinical.discriminator (
  id int primary key check (id > 0),
  name text not null check (length(name) between 1 and 255),
  synonyms jsonb not null check (jsonb_typeof(synonyms) = 'array')
);

-- A pair goes with either of its codes: what remains could be asked about under no name.
create table clinical.pair (
  symptom_group int not null references clinical.symptom_group (id) on delete cascade,
  discriminator int not null references clinical.discriminator (id) on delete cascade,
  primary key (symptom_group, discriminator)
);
create index pair_discriminator on clinical.pair (discriminator);

create table clinical.disposition (
  code text primary key check (code = upper(code) and length(code) between 1 and 16),
  name text not null check (length(name) between 1 and 255),
  minutes int not null check (minutes >= 0)
);

create table clinical.disposition_group (
  uid int primary key check (uid > 0),
  name text not null check (length(name) between 1 and 255),
  minutes int check (minutes >= 0)
);

create table clinical.disposition_group_member (
  uid int not null references clinical.disposition_group (uid) on delete cascade,
  code text not null references clinical.disposition (code) on delete cascade,
  primary key (uid, code)
);
create index disposition_group_member_code on clinical.disposition_group_member (code);

-- `code` of the next two: a postcode LS14AP, a sector `LS1 4` or an outcode LS1.
create table clinical.search_distance (
  code text primary key,
  metres int not null check (metres > 0)
);

create table clinical.area (
  code text primary key,
  district text,
  board text,
  check (district is not null or board is not null)
);

-- `area`: the code of a district or board that ranks for itself, or `national`.
create table clinical.type_rank (
  area text not null,
  type_id int not null,
  rank int not null check (rank between 1 and 10),
  primary key (area, type_id)
);
