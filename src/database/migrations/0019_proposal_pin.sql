-- What a proposal is about as its first person saw it, such as a hash: what has changed since is not what was proposed.
alter table workflow.proposal add column pin text check (length(pin) <= 200);
