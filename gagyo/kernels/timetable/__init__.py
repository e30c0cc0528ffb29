"""Timetables of one-to-one meetings: what must be kept, what is broken, and the timetable that nobody can better."""
