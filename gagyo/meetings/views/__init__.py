"""Screens of rounds, wishes, the timetable, the day and what was agreed."""
