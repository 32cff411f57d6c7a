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

# --- machines
word("accounts_apiclient_code_key", "NOT_UNIQUE", _("Another client has this code."), "code")
word(
    "accounts_apiclient_user_id_key",
    "NOT_UNIQUE",
    _("This account belongs to another client."),
    "user",
)
word("accounts_apitoken_digest_key", "NOT_UNIQUE", _("This token exists already."))
word("token_digest_is_sha256", "INVALID_VALUE", _("A token's digest is a SHA-256."))

# --- grants
word("grant_valid_not_empty", "INVALID_PERIOD", _("The period is empty."), "valid")
word("grant_names_its_case", "REQUIRED", _("A grant names its case."), "caseReference")
