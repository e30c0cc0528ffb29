"""Views that belong to every page."""
