"""The postman: from the outbox to the mail server (docs/adr/0019)."""
