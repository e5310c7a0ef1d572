"""The only writer of the database, and every question that is asked of it."""
