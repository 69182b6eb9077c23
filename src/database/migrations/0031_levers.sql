-- What answers call a service by, and which members lists may hold (AUP25-28). Null: agreed before there were these
-- levers, and so by directory id and with all that the audience may see.
alter table agreements.agreement
  add column service_ids text check (service_ids in ('handles', 'directory')),
  add column list_members text[] check (
    cardinality(list_members) <= 100 and array_position(list_members, null) is null);

create schema handles;

-- What the keys of all handles are drawn from: made at the first start, one for all nodes. In another one's place,
-- every handle issued before is as if it never had been.
create table handles.secret (
  single boolean primary key default true check (single),
  secret bytea not null check (length(secret) = 32),
  made_at timestamptz not null
);
