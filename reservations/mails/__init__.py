"""Mails: worded in their reader's language when they are sent, and given to the mail server."""
