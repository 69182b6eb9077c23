-- What people are told: each notice stands in the inbox of one person, goes to an e-mail address, or both
-- (sources, use 4: notices are records too, sent or failed).
create schema notices;

create table notices.notice (
  id bigint generated always as identity primary key,
  -- An id of people.person; their address is looked up when the notice is sent, and is not kept here.
  to_person text,
  -- Only for those who are no person of ours.
  to_email text,
  kind text not null,
  subject text not null,
  text text not null,
  -- What it is about, such as an account.
  entity text not null,
  entity_id text not null,
  at timestamptz not null,
  -- Holds something only the reader of the mail box may know: never in an inbox, and its text goes once it is sent.
  mail_only boolean not null default false,
  read_at timestamptz,
  sent_at timestamptz,
  tries integer not null default 0,
  -- When it is to be sent, or tried again; null: sent, or given up.
  next_try_at timestamptz,
  -- What went wrong last.
  failed text,
  check ((to_person is null) <> (to_email is null)),
  check (not mail_only or read_at is null)
);
create index notice_inbox on notices.notice (to_person, id) where not mail_only;
create index notice_to_send on notices.notice (next_try_at, id) where next_try_at is not null;
