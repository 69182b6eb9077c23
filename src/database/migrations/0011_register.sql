-- The register in full: organisations as ODS has them, products with the history of their versions, connections that
-- pause and end, and public keys that are read from an address (sources, use 2.2, 2.7, 3.3, 3.4; data 3).

-- The kind of organisation: an ODS role such as RO76, or the prescribing setting or sub-type of older files.
alter table accounts.organisation add column ods_role text;
alter table accounts.organisation add column opened_on text check (opened_on ~ '^\d{4}-\d{2}-\d{2}$');
alter table accounts.organisation add column closed_on text check (closed_on ~ '^\d{4}-\d{2}-\d{2}$');
-- Why it is as it is; null while nobody ever said.
alter table accounts.organisation add column status_reason text;

-- Which version was in use from when on. A version that is gone back to stands here twice.
create table accounts.product_version (
  id bigint generated always as identity primary key,
  product_id text not null references accounts.product (id),
  version text not null,
  released_at timestamptz not null,
  note text not null default ''
);
create index product_version_of_product on accounts.product_version (product_id, id);
insert into accounts.product_version (product_id, version, released_at, note)
  select id, version, now(), 'In use when versions began to be kept.' from accounts.product where version is not null;

-- `suspended`: its organisation has closed; `withdrawn`: over, and there may be another of the same three.
alter table accounts.connection add column status text not null default 'open'
  check (status in ('open', 'suspended', 'withdrawn'));
alter table accounts.connection add column status_reason text;
update accounts.connection set status = 'suspended', status_reason = 'The organisation was closed already.'
  where ods_code in (select ods_code from accounts.organisation where status = 'closed');
alter table accounts.connection drop constraint connection_ods_code_product_id_environment_key;
create unique index connection_once on accounts.connection (ods_code, product_id, environment) where status <> 'withdrawn';
create index connection_of_organisation on accounts.connection (ods_code);

-- Where a key came from. What came from an address goes when it is no longer there.
alter table accounts.credential add column source text not null default 'upload' check (source in ('upload', 'url'));

create table accounts.key_set_url (
  account_id text primary key references accounts.account (id),
  url text not null check (char_length(url) <= 2000),
  -- When a node last set out to read it. Claimed in one statement, so that of all nodes one does.
  tried_at timestamptz not null,
  -- When it was last read well; null: never.
  read_at timestamptz,
  -- What was wrong the last time; null when it went well.
  problem text
);
create index key_set_url_by_trial on accounts.key_set_url (tried_at);
