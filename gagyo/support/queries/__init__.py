"""Reads, always as somebody sees them."""
