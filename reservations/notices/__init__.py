"""Who is told of what: notices and mails are written in the transaction of what they tell of."""
