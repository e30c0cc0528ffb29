"""One-to-one meetings: a round from the wishes to the kept promises."""
