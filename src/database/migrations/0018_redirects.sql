-- Where a product may have people sent back to once they have signed in (RFC 6749 section 3.1.2): compared to the
-- letter, so that a code never reaches another address (RFC 9700 section 2.1).
create table accounts.redirect_uri (
  account_id text not null references accounts.account (id),
  uri text not null check (length(uri) <= 500),
  primary key (account_id, uri)
);
