"""What the staff desk does, without its pages: accounts, inbox, editing, freshness, figures, bulletin."""
