"""The sentences for the ground's own constraints."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word("stored_file_name_plain", "FILE_NAME", _("The name of the file holds control characters."))
word("stored_file_fixed", "NOT_ALLOWED", _("A file that was sent is not changed."))
word("daily_part_once_a_day", "NOT_UNIQUE", _("This part was done today already."))
word(
    "daily_part_done_without_problem",
    "NOT_ALLOWED",
    _("What failed is not done."),
)
