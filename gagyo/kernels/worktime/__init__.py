"""Working time: what an office's working hours, holidays and time zone make of a period, and when a clock runs out."""
