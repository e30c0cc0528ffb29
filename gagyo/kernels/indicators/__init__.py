"""Figures and the rules by which they count."""
