SELECT history_track('webhooks_subscription',
                     '{secret,former_secret,failing_since,position_transaction,position_id}');
