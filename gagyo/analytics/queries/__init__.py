"""Figures over many rows, always as somebody sees them."""
