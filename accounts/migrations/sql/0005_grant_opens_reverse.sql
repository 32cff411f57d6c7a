DROP TRIGGER grant_opens ON accounts_grant;
DROP FUNCTION accounts_grant_opens();
