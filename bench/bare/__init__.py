"""The measure for the web benchmark: a bare Django view with one query and a template of 50 rows."""
