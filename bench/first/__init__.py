"""Gagyo with nothing kept, for the web benchmark: every request is the first after a change of data."""
