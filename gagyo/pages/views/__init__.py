"""Screens that span features."""

from gagyo.pages.views.home import home, work

__all__ = ["home", "work"]
