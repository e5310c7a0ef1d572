"""From sentences to event mentions whose sides are not yet linked."""
