-- The published list of connections (AUP25-60) is made from the register and the agreements each time it is asked for.
-- Here stands what it said and when it changed: the newest row of a connection is how the public last saw it.
create table agreements.listing (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  connection_id text not null,
  -- `withheld`: the operator agreed that it is not listed; `removed`: the register no longer holds it.
  change text not null check (change in ('added', 'changed', 'ceased', 'withheld', 'removed')),
  before jsonb,
  after jsonb,
  check ((after is null) = (change in ('withheld', 'removed')))
);
create index listing_of_connection on agreements.listing (connection_id, id);

-- One row, held while list and register are compared, so that no two nodes write the same change.
create table agreements.listing_check (
  one boolean primary key check (one),
  at timestamptz
);
insert into agreements.listing_check (one) values (true);
