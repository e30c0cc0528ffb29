"""Screens of ambassadors' work."""
