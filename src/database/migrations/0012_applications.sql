-- Applications for access and what is decided on them (sources, use 3.1 and 3.3); what issue, acceptance, renewal and
-- change of use leave on an agreement (sources, use 4.2).
create table agreements.application (
  id text primary key check (id ~ '^[A-Za-z0-9._~-]{1,64}$'),
  kind text not null check (kind in ('new', 'change-of-use', 'renewal')),
  ods_code text not null,
  state text not null check (state in (
    'draft', 'submitted', 'eligibility-check', 'questions', 'review', 'approved', 'issued', 'accepted', 'live',
    'refused', 'withdrawn', 'expired')),
  -- As src/agreements/applications/form.ts has it; members that are not answered yet are not there.
  form jsonb not null,
  form_hash text not null,
  -- Counts the savings of the form, so that nobody overwrites what they have not read.
  revision integer not null,
  -- The agreement whose use changes, or which is renewed; its scope goes on meanwhile.
  parent_agreement_id text references agreements.agreement (id),
  created_at timestamptz not null,
  created_by text not null,
  created_as text not null,
  submitted_at timestamptz,
  submitted_by text,
  -- When its state, form or questions last changed.
  touched_at timestamptz not null,
  -- When the operator was found to be late with it.
  overdue_at timestamptz,
  -- What the eligibility check found, on which form.
  checks jsonb not null default '[]',
  checked_hash text,
  connection_id text,
  decided_at timestamptz,
  decided_by text,
  second_person text check (second_person <> decided_by),
  refusals text[] not null default '{}',
  check ((kind = 'new') = (parent_agreement_id is null))
);
create index application_of_organisation on agreements.application (ods_code, id);
-- One child of an agreement is open at a time.
create unique index application_of_agreement on agreements.application (parent_agreement_id)
  where state not in ('accepted', 'live', 'refused', 'withdrawn', 'expired');

-- Questions of the operator stop the clock until they are answered; those of the applicant do not (AUP18-11).
create table agreements.application_question (
  id text primary key,
  application_id text not null references agreements.application (id),
  side text not null check (side in ('operator', 'applicant')),
  question text not null,
  asked_at timestamptz not null,
  asked_by text not null,
  asked_as text not null,
  answer text,
  answered_at timestamptz,
  answered_by text,
  answered_as text,
  check ((answer is null) = (answered_at is null))
);
create index question_of_application on agreements.application_question (application_id, asked_at);

-- What the DoS Lead of each region named, and a clinical safety officer, say of it.
create table agreements.application_review (
  application_id text not null references agreements.application (id),
  kind text not null check (kind in ('region', 'clinical-safety')),
  -- Empty for clinical safety.
  region_id text not null default '',
  -- Whose DoS Lead gives it: of the region itself, unless it was handed over.
  reviewer_region_id text not null default '',
  state text not null check (state in ('open', 'agreed', 'agreed-with-conditions', 'declined')),
  -- Hash of what it is about: when that changes, the review is open again.
  about_hash text not null,
  opened_at timestamptz not null,
  escalated_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  reason text,
  conditions text,
  primary key (application_id, kind, region_id),
  check ((kind = 'region') = (region_id <> '')),
  check ((state = 'agreed-with-conditions') = (conditions is not null))
);
create index review_of_region on agreements.application_review (reviewer_region_id, application_id);

-- Promises that no program can check. Only ever added to; the last one of each counts.
create table agreements.attestation (
  id bigint generated always as identity primary key,
  application_id text not null references agreements.application (id),
  promise text not null,
  -- Hashes of the words promised, and of what a clinical promise is about.
  words_hash text not null,
  about_hash text not null,
  at timestamptz not null,
  by_person text not null,
  acting_as text not null
);
create index attestation_of_application on agreements.attestation (application_id, promise, id);

alter table agreements.agreement add column application_id text unique references agreements.application (id);
-- How long it holds once in force; null: without end, or as its own dates say.
alter table agreements.agreement add column term_months integer check (term_months > 0);
-- Roles, as the organisation registered them, in which its people may ask (AUP25-17); null: none were registered.
alter table agreements.agreement add column user_roles text[] check (cardinality(user_roles) > 0);
alter table agreements.agreement add column issued_by text;
alter table agreements.agreement add column issued_via text;
-- When a signatory first opened what was issued, and who.
alter table agreements.agreement add column read_at timestamptz;
alter table agreements.agreement add column read_by text;
-- A newer policy version that a signatory is asked to accept as well; the agreement stays in force meanwhile.
alter table agreements.agreement add column reaccept_version text;
alter table agreements.agreement add column reaccept_hash text;
alter table agreements.agreement add column reaccept_since timestamptz;

-- Every acceptance of a policy version. `deemed`: by going on to use the directory (AUP18-05), once for each version.
create table agreements.acceptance (
  agreement_id text not null references agreements.agreement (id),
  version text not null,
  hash text not null,
  kind text not null check (kind in ('signed', 'deemed')),
  at timestamptz not null,
  by_person text,
  acting_as text,
  -- The version of the privacy notice that was in force (AUP25-59).
  privacy_notice text,
  -- The first answer given under that version.
  decision_id text,
  primary key (agreement_id, version, kind),
  check ((kind = 'deemed') = (decision_id is not null)),
  check ((kind = 'signed') = (by_person is not null))
);
insert into agreements.acceptance (agreement_id, version, hash, kind, at, by_person, acting_as)
  select id, accepted_version, accepted_hash, 'signed', accepted_at, accepted_by, accepted_as
  from agreements.agreement where accepted_version is not null and accepted_by is not null;
