UPDATE reservations_deadline d SET leads = false
FROM reservations_accessrequest a WHERE a.id = d.request_id AND a.state = 'ended' AND d.leads;
