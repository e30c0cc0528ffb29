"""Screens and files of the statistics."""
