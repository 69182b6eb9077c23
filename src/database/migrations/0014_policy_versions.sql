-- Policy versions that people of this directory write (sources, use 4.7), and the documents of others that the policy
-- leans on (AUP25-13). The two versions that come with the program are in src/policy, not here.
create schema policy;

create table policy.version (
  id text primary key check (id ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
  state text not null check (state in ('draft', 'reviewed', 'approved', 'published', 'withdrawn')),
  -- The whole content as JSON text.
  content text not null,
  hash text not null,
  effective_from timestamptz not null,
  drafted_by text not null,
  reviewed_by text check (reviewed_by <> drafted_by),
  approved_by text[] not null default '{}',
  published_at timestamptz,
  check (state <> 'published' or (published_at is not null and cardinality(approved_by) >= 2))
);
create unique index policy_version_takes_force_once on policy.version (effective_from) where state = 'published';

-- What the National Data Guardian and others have published: each version that was read, and when it is to be looked at
-- again. Decisions rest on the vocabulary that stood then.
create table policy.reference_document (
  id text not null,
  version text not null,
  title text not null,
  issuer text not null,
  url text,
  effective_from timestamptz not null,
  note text not null,
  noted_by text not null,
  noted_at timestamptz not null,
  review_by timestamptz not null,
  primary key (id, version)
);
