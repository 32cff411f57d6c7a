"""What to say when a rule of the history refuses a row."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word("history_append_only", "NOT_ALLOWED", _("The change history cannot be rewritten."))
word("history_is_recorded", "NOT_ALLOWED", _("Changes are recorded by the database, not written."))
word("id_fixed", "NOT_ALLOWED", _("A row keeps its id for life."))
