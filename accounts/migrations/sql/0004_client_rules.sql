-- A secret belongs to the client whose token names it.
ALTER TABLE accounts_apisecret ADD CONSTRAINT secret_and_client UNIQUE (id, client_id);
ALTER TABLE accounts_apitoken ADD CONSTRAINT token_of_secret_and_client
    FOREIGN KEY (secret_id, client_id) REFERENCES accounts_apisecret (id, client_id);

-- Who acts for whom: the account of a client is a service account with roles in the client's own
-- organisation and nowhere else; a personal token belongs to a person. The row of the account is
-- locked, so that two transactions which are right one by one cannot be wrong together.
CREATE FUNCTION accounts_check_account(account bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    service boolean;
    owner bigint;
BEGIN
    SELECT is_service INTO service FROM accounts_user WHERE id = account FOR NO KEY UPDATE;
    SELECT organisation_id INTO owner FROM accounts_apiclient WHERE user_id = account;
    IF owner IS NOT NULL AND NOT (
        service AND COALESCE((SELECT bool_and(organisation_id = owner)
                              FROM accounts_membership WHERE user_id = account), false)
    ) THEN
        RAISE EXCEPTION 'the account of a client acts for the organisation of the client only'
            USING ERRCODE = '23514', CONSTRAINT = 'client_acts_for_its_organisation';
    END IF;
    IF service AND EXISTS (SELECT FROM accounts_apitoken WHERE person_id = account) THEN
        RAISE EXCEPTION 'a personal token belongs to a person'
            USING ERRCODE = '23514', CONSTRAINT = 'personal_token_of_a_person';
    END IF;
END $$;

CREATE FUNCTION accounts_check_client() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_check_account(NEW.user_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER client_acts_for_its_organisation
    AFTER INSERT OR UPDATE OF user_id, organisation_id ON accounts_apiclient
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_check_client();

CREATE FUNCTION accounts_check_membership() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM accounts_check_account(OLD.user_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM accounts_check_account(NEW.user_id);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER membership_of_service_account
    AFTER INSERT OR DELETE OR UPDATE OF user_id, organisation_id ON accounts_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_check_membership();

CREATE FUNCTION accounts_check_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_check_account(NEW.id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER service_account_of_client
    AFTER UPDATE OF is_service ON accounts_user
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.is_service <> NEW.is_service) EXECUTE FUNCTION accounts_check_user();

CREATE FUNCTION accounts_check_token() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_check_account(NEW.person_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER personal_token_of_a_person
    AFTER INSERT OR UPDATE OF person_id ON accounts_apitoken
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.person_id IS NOT NULL) EXECUTE FUNCTION accounts_check_token();

-- Clients and secrets are in the history, digests never; the use of a secret is no change.
SELECT history_track('accounts_apiclient');
SELECT history_track('accounts_apisecret', '{digest,last_used_at}');
