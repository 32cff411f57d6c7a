"""What to say when a constraint on people and organisations refuses a row."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

# --- organisations
word(
    "accounts_organisation_code_key",
    "NOT_UNIQUE",
    _("Another organisation has this code."),
    "code",
)
word("organisation_kind_known", "INVALID_CHOICE", _("Unknown kind of organisation."), "kind")
word("organisation_name_given", "REQUIRED", _("Give the organisation a name."), "name")

# --- people
for _name in ("user_email_unique", "accounts_user_email_key"):
    word(_name, "NOT_UNIQUE", _("Somebody with this e-mail exists already."), "email")
word("membership_once", "NOT_UNIQUE", _("This person has this role there already."), "role")
word("membership_role_known", "INVALID_CHOICE", _("Unknown role."), "role")
word(
    "contractor_has_area",
    "REQUIRED",
    _("A contractor editor needs an area of responsibility."),
    "area",
)

word(
    "service_account_is_no_staff",
    "NOT_ALLOWED",
    _("A service account cannot log in, so it cannot open the administration either."),
    "is_staff",
)

# --- machines
word("accounts_apiclient_code_key", "NOT_UNIQUE", _("Another client has this code."), "code")
word(
    "accounts_apiclient_user_id_key",
    "NOT_UNIQUE",
    _("This account belongs to another client."),
    "user",
)
word(
    "client_acts_for_its_organisation",
    "NOT_ALLOWED",
    _("The account of a client has roles in the client's own organisation only."),
    "organisation",
)
for _name in ("client_scopes_known", "token_scopes_known"):
    word(_name, "INVALID_CHOICE", _("Choose at least one scope, of those that exist."), "scopes")

# --- secrets and tokens
for _name in ("accounts_apitoken_digest_key", "accounts_apisecret_digest_key"):
    word(_name, "NOT_UNIQUE", _("This token exists already."))
for _name in ("token_digest_is_sha256", "secret_digest_is_sha256"):
    word(_name, "INVALID_VALUE", _("A token's digest is a SHA-256."))
word("secret_current_once", "NOT_UNIQUE", _("The client has a current secret already."))
word(
    "secret_ends_after_creation",
    "INVALID_VALUE",
    _("A secret ends after it was made."),
    "valid_until",
)
for _name in ("token_expires_after_creation", "token_revoked_after_creation"):
    word(_name, "INVALID_VALUE", _("A token ends after it was made."), "expires_at")
word(
    "token_of_client_or_person",
    "REQUIRED",
    _("A token belongs to a client or to a person."),
    "client",
)
word("token_of_person_is_named", "REQUIRED", _("Give the token a name."), "name")
word(
    "token_name_once_per_person",
    "NOT_UNIQUE",
    _("You have a token of this name. Revoke it first, or choose another name."),
    "name",
)
word("personal_token_of_a_person", "NOT_ALLOWED", _("A personal token belongs to a person."))
word(
    "token_of_secret_and_client",
    "NOT_ALLOWED",
    _("The secret belongs to another client."),
    "secret",
)

# --- grants
word("grant_valid_not_empty", "INVALID_PERIOD", _("The period is empty."), "valid")
word("grant_names_its_case", "REQUIRED", _("A grant names its case."), "caseReference")

# --- bookmarks
word(
    "bookmark_name_once_per_person",
    "NOT_UNIQUE",
    _("You have a bookmark of this name already. Choose another name or delete the old one."),
    "name",
)
word("bookmark_is_named", "REQUIRED", _("Give the bookmark a name."), "name")
word(
    "bookmark_address_is_of_the_map",
    "INVALID_VALUE",
    _("A bookmark leads to a view of the map only."),
    "address",
)

# --- looks
word("look_says_where", "REQUIRED", _("A look has a door and a case."))
word("look_is_recorded", "DERIVED", _("Looks are recorded, not changed."))
