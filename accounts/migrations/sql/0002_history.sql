SELECT history_track('accounts_organisation');
SELECT history_track('accounts_membership');
SELECT history_track('accounts_grant');
