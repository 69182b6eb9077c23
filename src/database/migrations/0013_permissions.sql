-- What is agreed beside or over an agreement (sources, use 4.3 and 1.2): evidence that people show, derogations from a
-- clause, permissions with the grants of DoS Leads, and terms tailored to one consumer.

-- A document somebody showed: where it is and what it hashes to, never the document itself.
create table agreements.evidence (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  kind text not null check (kind in (
    'clinical-safety-case', 'deployment-safety-case', 'hazard-log', 'data-security', 'penetration-test',
    'cyber-certificate', 'design', 'data-flow', 'presentation', 'signatory-authority', 'other')),
  -- Standards change and are renamed: SCCI0129 became DCB0129 (sources, use 2.6).
  standard text,
  standard_version text,
  -- Of a product, of an organisation, or of an organisation's use of a product. Named by id only: accounts and
  -- agreements know nothing of each other's tables.
  product_id text,
  product_version text,
  ods_code text,
  reference text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  issued_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > issued_at),
  -- Of a safety case: the clinical safety officer who signed it, and the number in their professional register.
  officer_name text,
  officer_registration text,
  added_by text not null,
  added_at timestamptz not null,
  check (product_id is not null or ods_code is not null),
  check (product_version is null or product_id is not null),
  check (kind <> 'clinical-safety-case' or product_version is not null)
);
create index evidence_of_product on agreements.evidence (product_id, product_version);
create index evidence_of_organisation on agreements.evidence (ods_code);

-- A clause set aside for one agreement, for one pattern of use, signed by two people and looked at again within six
-- months. Without one there is neither caching nor a snapshot (sources, use 1.3, rule 4).
create table agreements.derogation (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  agreement_id text not null references agreements.agreement (id),
  permits text not null check (permits in ('cache-exception', 'dataset-snapshot')),
  cites text[] not null check (cardinality(cites) > 0),
  reason text not null,
  pattern text not null,
  fields text[] not null default '{}',
  purposes text[] not null default '{}',
  max_age_seconds integer check (max_age_seconds > 0),
  purge_on_signal boolean not null default false,
  signed_by text not null,
  signed_second text not null check (signed_second <> signed_by),
  signed_at timestamptz not null,
  review_by timestamptz not null check (review_by > signed_at)
);
create index derogation_of_agreement on agreements.derogation (agreement_id);

-- One table for all eight types: a column is filled where the type has a use for it.
create table agreements.permission (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  agreement_id text not null references agreements.agreement (id),
  type text not null check (type in (
    'public-display', 'cache-exception', 'unattended-service', 'care-record-extract', 'synthetic-monitoring',
    'raised-quota', 'dataset-snapshot', 'publication-opt-out')),
  state text not null check (state in (
    'requested', 'discussing', 'granted', 'suspended', 'expired', 'withdrawn', 'superseded', 'refused')),
  reason text not null,
  requested_by text not null,
  requested_at timestamptz not null,
  -- Of a publication-opt-out: asked for after the first production use (AUP25-61), and whether the operator has taken
  -- it up all the same (D14).
  out_of_time boolean not null default false,
  taken_up_at timestamptz,

  region_ids text[],
  checklist text[],
  -- In plain words, for the published list.
  summary text,
  pattern text,
  fields text[],
  purposes text[],
  max_age_seconds integer check (max_age_seconds > 0),
  purge_on_signal boolean,
  derogation_id text references agreements.derogation (id),
  per_minute integer check (per_minute > 0),
  per_day integer check (per_day > 0),
  every_minutes integer check (every_minutes > 0),

  conditions text[] not null default '{}',
  valid_from timestamptz,
  valid_until timestamptz check (valid_until > valid_from),
  decided_at timestamptz,
  -- Of a public-display one that was granted: the safety case it rests on.
  evidence_id text references agreements.evidence (id),
  -- The product version of which it was last said that no safety case covers it.
  told_of_version text,
  check (state not in ('granted', 'suspended') or (valid_from is not null and valid_until is not null))
);
create unique index permission_granted_once on agreements.permission (agreement_id, type)
  where state in ('granted', 'suspended');
create index permission_of_agreement on agreements.permission (agreement_id);

-- The leave of the DoS Lead of a region to display its services (AUP18-16). Never changed but for its end.
create table agreements.region_grant (
  id text primary key,
  permission_id text not null references agreements.permission (id),
  region_id text not null,
  conditions text[] not null default '{}',
  granted_by text not null,
  granted_at timestamptz not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null check (valid_until > valid_from),
  -- Taken back, or followed by another after it had run out.
  ended_at timestamptz,
  ended_by text,
  -- Where regions were merged: the grants it comes from, and when the lead who answers for it now is to look at it.
  inherited_from text[] not null default '{}',
  review_by timestamptz
);
create unique index region_grant_once on agreements.region_grant (permission_id, region_id) where ended_at is null;

-- Terms laid over a policy version for one agreement, proposed by one and approved by another, with an end (AUP18-10).
create table agreements.tailored_terms (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  agreement_id text not null references agreements.agreement (id),
  policy_version text not null,
  state text not null check (state in ('in-force', 'superseded', 'expired', 'ended')),
  parameters jsonb not null,
  waives text[] not null default '{}',
  reason text not null,
  -- In plain words, for the published list.
  summary text not null,
  proposed_by text not null,
  approved_by text not null check (approved_by <> proposed_by),
  approved_at timestamptz not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null check (valid_until > valid_from),
  ended_at timestamptz
);
create unique index tailored_terms_once on agreements.tailored_terms (agreement_id) where state = 'in-force';
create index tailored_terms_of_agreement on agreements.tailored_terms (agreement_id);
