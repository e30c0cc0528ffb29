"""Screens that span features."""

from gagyo.pages.views.home import home
from gagyo.pages.views.work import work

__all__ = ["home", "work"]
