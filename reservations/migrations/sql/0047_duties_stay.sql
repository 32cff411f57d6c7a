-- An agreement that has ended was one: what the city owes because of it leads its case until it is done.
UPDATE reservations_deadline d SET leads = true
FROM (SELECT DISTINCT ON (x.request_id) x.id
      FROM reservations_deadline x JOIN reservations_accessrequest a ON a.id = x.request_id
      WHERE x.met_on IS NULL AND x.step IN ('notification', 'publication') AND a.state = 'ended'
      ORDER BY x.request_id, x.due_on NULLS LAST, x.step) first
WHERE first.id = d.id;
