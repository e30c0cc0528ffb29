"""Days of visiting parties: what must be kept, what clashes, and a proposal that fills the days."""
