"""Screens of visits, programmes, sites, interpreters and their figures."""
