"""Screens of support requests."""
