"""What a body's page says: facts, history, people."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gagyo.accounts.rules import may_read_contacts
from gagyo.common.components import Column, Link, Term, TimelineEntry
from gagyo.common.models.bases import in_language
from gagyo.common.rules import Actor
from gagyo.registry.models import Body, Person, Post


def facts(body: Body) -> list[Term]:
    """Return the facts that are known."""
    covers = [
        Link(f"{row.country.name}{period(row.starts_on, row.ends_on)}", country_href(row.country_id))
        for row in body.covers.select_related("country").order_by("country__name_ko", "starts_on")
    ]
    terms = [
        Term(_("Kind"), body.get_kind_display()),
        Term(_("Country"), body.country.name, reverse("registry:country", args=[body.country_id])),
        Term(
            _("Part of"),
            body.parent.name if body.parent else None,
            body.parent.get_absolute_url() if body.parent else "",
        ),
        Term(_("Place"), body.place.name if body.place else None, body.place.get_absolute_url() if body.place else ""),
        Term(_("Other language"), body.other_name),
        Term(_("Name in local script"), body.name_local),
        Term(_("Code"), body.code),
        Term(_("ISO 3166-2"), body.iso_code),
        Term(_("Countries covered"), covers),
        Term(_("Founded"), body.starts_on),
        Term(_("Abolished"), body.ends_on),
        Term(_("Website"), body.website, body.website),
        Term(_("Wikidata id"), body.wikidata_id),
        Term(_("Office in Gagyo"), body.works_as.name if body.works_as else None),
        Term(_("Kept by"), body.kept_by.name if body.kept_by else _("the operator")),
    ]
    return [term for term in terms if term.value]


def country_href(code: str) -> str:
    """Return the address of a country's page."""
    return reverse("registry:country", args=[code])


def period(starts_on: date | None, ends_on: date | None) -> str:
    """Return a span of days in brackets; nothing where neither end is known."""
    if not starts_on and not ends_on:
        return ""
    ends = [date_format(day, "DATE_FORMAT") if day else "" for day in (starts_on, ends_on)]
    return f" ({' – '.join(ends).strip()})"


def history(body: Body) -> list[TimelineEntry]:
    """Return names over time and what came from what, newest first."""
    entries = [
        TimelineEntry(
            title=row.name,
            at=row.starts_on,
            when="" if row.starts_on else _("at first"),
            text=" · ".join(
                part
                for part in (
                    _("Code %(code)s") % {"code": row.code} if row.code else "",
                    _("part of %(body)s") % {"body": row.parent} if row.parent else "",
                    _("until %(day)s") % {"day": date_format(row.ends_on, "DATE_FORMAT")} if row.ends_on else "",
                )
                if part
            ),
        )
        for row in body.names.select_related("parent").order_by("starts_on")
    ]
    for row in body.successions.select_related("successor"):
        words = f"{row.get_kind_display()}: {row.successor}"
        entries.append(TimelineEntry(title=words, at=row.happened_on, href=row.successor.get_absolute_url()))
    for row in body.origins.select_related("predecessor"):
        words = _("From %(body)s (%(kind)s)") % {"body": row.predecessor, "kind": row.get_kind_display()}
        entries.append(TimelineEntry(title=words, at=row.happened_on, href=row.predecessor.get_absolute_url()))
    return sorted(entries, key=lambda entry: str(entry.at or ""), reverse=True)


def people_rows(*, actor: Actor, body: Body, today: date) -> list[Post]:
    """Return the posts in the body whose holders the actor reads, those held today first."""
    if not may_read_contacts(actor=actor):
        return []
    readable = Person.objects.for_user(actor)
    posts = Post.objects.filter(body=body, person__in=readable).select_related("person")
    return sorted(
        posts, key=lambda post: (post.ends_on is not None and post.ends_on < today, str(post.starts_on or ""))
    )


def people_columns() -> list[Column]:
    """Return the columns of the people on a body's page; no e-mail or telephone: those are on each person's page."""
    return [
        Column(
            "person",
            _("Name"),
            row_header=True,
            draw=lambda post: Link(post.person.name, post.person.get_absolute_url()),
        ),
        Column("title", _("Title"), draw=lambda post: in_language(ko=post.title_ko, en=post.title_en)),
        Column(
            "department", _("Department"), draw=lambda post: in_language(ko=post.department_ko, en=post.department_en)
        ),
        Column("starts_on", _("From")),
        Column("ends_on", _("Until")),
    ]
