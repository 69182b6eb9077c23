-- People and the roles they hold (sources, use 3). How they prove who they are is in the migrations that follow.
create schema people;

create table people.person (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  name text not null,
  email text not null,
  -- Where they sign in: the issuer and subject of their identity (OpenID Connect Core 1.0 section 2). One identity is
  -- one person (AUP25-05).
  issuer text,
  subject text,
  -- `left`: no longer with us; kept for the record, signs in never again.
  status text not null check (status in ('active', 'locked', 'left')),
  created_at timestamptz not null,
  unique (issuer, subject)
);
create unique index person_by_email on people.person (lower(email)) where status <> 'left';

create table people.held_role (
  id bigint generated always as identity primary key,
  person_id text not null references people.person (id),
  role text not null,
  scope_kind text not null check (scope_kind in ('operator', 'region', 'organisation', 'supplier')),
  -- Empty for the operator.
  scope_id text not null default '',
  held_from timestamptz not null,
  held_until timestamptz check (held_until > held_from),
  check ((scope_kind = 'operator') = (scope_id = ''))
);
create index held_role_of_person on people.held_role (person_id);
create index held_role_of_scope on people.held_role (role, scope_id);
