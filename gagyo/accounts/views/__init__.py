"""Screens for accounts and offices, and the gates that every app's views stand behind."""
