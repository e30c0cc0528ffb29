"""What the page components are made of; `gagyo.common.templatetags.gagyo` draws them."""

from gagyo.common.components.parts import (
    Action,
    Badge,
    Chip,
    Column,
    Difference,
    Link,
    NavItem,
    Tab,
    TableHead,
    TableView,
    Term,
    Text,
    TimelineEntry,
    Tone,
)

__all__ = [
    "Action",
    "Badge",
    "Chip",
    "Column",
    "Difference",
    "Link",
    "NavItem",
    "Tab",
    "TableHead",
    "TableView",
    "Term",
    "Text",
    "TimelineEntry",
    "Tone",
]
