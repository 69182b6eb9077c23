-- Where a connection said it would ask and how much (AUP25-28): sites as the middle of 1 km squares with a radius,
-- regions, searches a day, and the kind of use. Null: it did not say, and is measured by its regions and volume.
alter table agreements.agreement add column footprint jsonb check (
  footprint is null or (
    jsonb_typeof(footprint -> 'sites') = 'array' and
    jsonb_typeof(footprint -> 'regions') = 'array' and
    jsonb_typeof(footprint -> 'national') = 'boolean' and
    (footprint ->> 'volumePerDay')::bigint > 0 and
    length(footprint ->> 'class') > 0));
