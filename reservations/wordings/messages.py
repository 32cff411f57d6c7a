"""Refused messages, their attachments, notices, mails and calendars."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word(
    "message_says_something",
    "REQUIRED",
    _("Write a message of at most 5,000 characters."),
    "text",
)
word("message_internal_by_desk", "NOT_ALLOWED", _("Only the desk writes internal notes."))
word("message_is_kept", "NOT_ALLOWED", _("A message stands as it was written."))
word("message_on_received_case", "WRONG_STATE", _("This request was never handed in."))
word(
    "message_from_applicant",
    "NOT_ALLOWED",
    _("Only the applicant and the desk write on a request."),
)
word("attachment_is_kept", "NOT_ALLOWED", _("An attachment stays as it was sent."))
word("attachments_are_few", "TOO_MANY", _("A message has at most 5 files."), "files")
word("download_is_kept", "NOT_ALLOWED", _("The log of downloads is not changed."))
for _name in ("notice_about_one_thing", "mail_about_one_thing"):
    word(_name, "NOT_ALLOWED", _("A notification is about one thing."))
for _name in ("notice_once_of_step", "notice_once_of_message"):
    word(_name, "NOT_UNIQUE", _("This person was told already."))
for _name in ("mail_digest_once_a_day", "mail_escalation_once"):
    word(_name, "NOT_UNIQUE", _("This mail was written already."))
word("notice_read_afterwards", "INVALID_DATE", _("Nothing is read before it is written."))
word("mail_language_known", "INVALID_CHOICE", _("Unknown language."), "language")
word("mail_choices_known", "INVALID_CHOICE", _("Unknown kind or state of a mail."))
word("mail_sent_when", "REQUIRED", _("A mail that was sent has a time."))
word("calendar_digest_whole", "INVALID_VALUE", _("This is no address of a calendar."))
