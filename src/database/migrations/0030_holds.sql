-- Legal holds on the activity log (AUP25-51): while one stands, retention takes nothing that it covers.
create table activity.hold (
  id text primary key,
  -- Whose entries; both null: everybody's.
  account text,
  organisation text,
  -- From which moment on entries are held, and up to which; an open end holds what is still to come.
  from_at timestamptz not null,
  until_at timestamptz check (until_at > from_at),
  -- The inquiry it serves, as whoever runs it calls it.
  reference text not null,
  placed_by text not null,
  placed_at timestamptz not null,
  released_by text,
  released_at timestamptz,
  check ((released_by is null) = (released_at is null)),
  check (account is null or organisation is null)
);

create index hold_standing on activity.hold (from_at) where released_at is null;
