-- How people prove who they are, the sessions that opens for them, and what is kept about both (AUP25-03, 05).

-- Where somebody belongs: the organisation that brought them in; null for those the operator did. Once they have left,
-- when; and when their name went (retention).
alter table people.person add column home_ods_code text check (home_ods_code ~ '^[A-Z0-9]{2,12}$');
alter table people.person add column left_at timestamptz;
alter table people.person add column erased_at timestamptz check (erased_at is null or status = 'left');

-- For people who sign in here and not at another provider. Whoever reads this table holds second factors: guard the
-- database and its backups accordingly (docs/operating.md).
create table people.secret (
  person_id text primary key references people.person (id),
  user_name text not null unique check (user_name ~ '^[a-z0-9][a-z0-9._@+-]{2,63}$'),
  -- PHC string of argon2id; null: none holds, and only a recovery code leads on.
  password_hash text,
  password_set_at timestamptz,
  -- Base32, as an authenticator was given it; and the last step of 30 s that was used, since none is used twice.
  totp_secret text,
  totp_since timestamptz,
  totp_step bigint,
  -- Shown, and not yet confirmed with a code.
  totp_pending text,
  -- Of the one-time code with which to begin, or to begin again.
  recovery_hash text,
  recovery_until timestamptz,
  check ((recovery_hash is null) = (recovery_until is null)),
  check ((totp_secret is null) = (totp_since is null))
);

-- Attempts to sign in that were not right: by user name, whether anybody has it or not, and by network. Names are
-- kept as hashes only, for people type passwords into the wrong field.
create table people.sign_in_guard (
  kind text not null check (kind in ('user', 'network')),
  key text not null,
  -- Since the last right one; of a network, in this round.
  tries integer not null,
  -- Of these, weighed in this round.
  round integer not null,
  round_from timestamptz not null,
  locks integer not null,
  locked_until timestamptz,
  last_at timestamptz not null,
  primary key (kind, key)
);
create index sign_in_guard_by_age on people.sign_in_guard (last_at);

create table people.session (
  id uuid primary key,
  -- SHA-256 of what the browser holds.
  secret_hash text not null unique,
  person_id text not null references people.person (id),
  -- Where they signed in, and what that place calls the session (OpenID Connect Back-Channel Logout 1.0).
  issuer text not null,
  sid text,
  assurance text not null check (assurance in ('aal1', 'aal2', 'aal3')),
  -- The role chosen at sign-in, as the provider names it.
  role text,
  network text not null,
  user_agent text not null,
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz
);
create index session_of_person on people.session (person_id) where ended_at is null;
create index session_at_provider on people.session (issuer, sid) where ended_at is null;
create index session_by_age on people.session (opened_at);

-- What somebody, and those who watch over access, should know of.
create table people.alert (
  id bigint generated always as identity primary key,
  -- Null: nobody has the user name that was tried.
  person_id text references people.person (id),
  kind text not null check (kind in ('concurrent-use', 'locked-out', 'recovery')),
  at timestamptz not null,
  session_id uuid,
  other_session_id uuid
);
create index alert_of_person on people.alert (person_id, id);

-- With whom a clinician is registered (sources, use 3.6). One registration is one person's.
create table people.registration (
  id bigint generated always as identity primary key,
  person_id text not null references people.person (id),
  regulator text not null,
  number text not null,
  recorded_at timestamptz not null,
  ended_at timestamptz
);
create unique index registration_once on people.registration (regulator, number) where ended_at is null;
create index registration_of_person on people.registration (person_id);
