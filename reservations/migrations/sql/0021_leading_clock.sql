-- Deadlines that are there already: of what the city owes in a living case, the first one leads.
UPDATE reservations_deadline d SET leads = true
FROM (SELECT DISTINCT ON (x.request_id) x.id
      FROM reservations_deadline x JOIN reservations_accessrequest a ON a.id = x.request_id
      WHERE x.met_on IS NULL
        AND x.step IN ('notice', 'answer', 'offer', 'decision', 'permit', 'notification', 'publication')
        AND a.state NOT IN ('draft', 'refused', 'withdrawn', 'expired', 'ended')
      ORDER BY x.request_id, x.due_on NULLS LAST, x.step) first
WHERE first.id = d.id;
