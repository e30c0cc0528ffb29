"""Tables that people hand in: reading files, finding columns, understanding dates and amounts."""
