"""Writes of the registry."""

from gagyo.registry.actions.reference import ReferenceCounts, load_reference

__all__ = ["ReferenceCounts", "load_reference"]
