"""Delegation visits: from the first letter to the half-year figures."""
