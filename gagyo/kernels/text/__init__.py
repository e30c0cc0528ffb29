"""Texts in Hangul and Latin letters: comparing, romanising, searching."""
