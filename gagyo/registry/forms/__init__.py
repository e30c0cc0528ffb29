"""What comes into the registry."""

from gagyo.registry.forms.choice import BodyChoice, PlaceChoice, Suggestion

__all__ = ["BodyChoice", "PlaceChoice", "Suggestion"]
