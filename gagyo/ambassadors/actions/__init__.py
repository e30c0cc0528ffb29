"""Writes of ambassadors' work: one transaction and one audit record each."""
