"""Reads that span features."""
