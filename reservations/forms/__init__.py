"""What the forms of both doors share."""
