"""How dates are written in texts, as everywhere else in Gagyo."""
