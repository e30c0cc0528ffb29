"""HTTP for the registry."""
