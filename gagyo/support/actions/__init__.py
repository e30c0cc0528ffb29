"""Writes: one transaction and one audit record each."""
