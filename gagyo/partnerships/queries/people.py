"""The people whom an office knows."""

from django.db.models import Prefetch

from gagyo.common.rules import Actor
from gagyo.registry.models import Person, Post


def contacts_of_office(*, actor: Actor) -> list[Person]:
    """Return the office's people with their posts; two queries."""
    posts = Prefetch("posts", Post.objects.select_related("body"))
    rows = Person.objects.own(actor).filter(merged_into=None).prefetch_related(posts)
    return list(rows.order_by("name_ko", "id"))
