"""Mail that comes back: signed addresses to answer to, and what an answer says without all that it repeats."""
