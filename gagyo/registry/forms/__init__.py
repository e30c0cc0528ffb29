"""What comes into the registry."""

from gagyo.registry.forms.choice import BodyChoice, PlaceChoice

__all__ = ["BodyChoice", "PlaceChoice"]
