"""The screens of contacts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gagyo.accounts.rules import check_write, may_read_contacts, may_write
from gagyo.accounts.views.gates import actor_of, only
from gagyo.accounts.views.history import history_href
from gagyo.accounts.views.reasons import PersonalData, reason_required
from gagyo.common.actions import SavedMeanwhileError, record_reading
from gagyo.common.components import Action, Badge, Column, Link, Term
from gagyo.common.models.bases import in_language
from gagyo.common.rules import Actor
from gagyo.common.views.conflicts import conflict_page
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.sheets import sheet_answer, wants_sheet
from gagyo.registry import actions
from gagyo.registry.choices import ConsentState
from gagyo.registry.forms.filters import PeopleFilter
from gagyo.registry.forms.people import FirstPostForm, LeaveForm, PersonForm, PostForm, initial_of
from gagyo.registry.models import Person, Post
from gagyo.registry.queries.lists import PeopleQuestion, due_soon
from gagyo.registry.queries.lists import people as listed
from gagyo.registry.views.bodies import FORM, form_page
from gagyo.registry.views.counting import DUE, PEOPLE


def may_add_contacts(*, actor: Actor) -> bool:
    """Tell whether the actor keeps contacts of the own office."""
    return may_read_contacts(actor=actor) and may_write(actor=actor, office_id=actor.office_id)


def question_of(request: HttpRequest) -> tuple[PeopleFilter, PeopleQuestion]:
    """Return the filters and what they ask for."""
    form = PeopleFilter(request.GET)
    form.is_valid()
    given = form.cleaned_data
    question = PeopleQuestion(
        q=given.get("q", ""),
        state=given.get("state", ""),
        due=bool(given.get("due")),
        archived=bool(given.get("archived")),
    )
    return form, question


@require_safe
@only(may_read_contacts)
def people(request: HttpRequest) -> HttpResponse:
    """List contacts by name and post; addresses and telephones are on each page, or asked for with a reason."""
    actor, today = actor_of(request), timezone.localdate()
    form, question = question_of(request)
    rows = listed(actor=actor, question=question, today=today, sort=request.GET.get("sort", ""))
    page = page_of(request, rows)
    due = due_soon(actor=actor, today=today)
    contacts = f"{reverse('registry:people_contacts')}?{request.GET.urlencode()}"
    context = {
        "form": form,
        "page": page,
        "columns": people_columns(),
        "count": count_of(request, count=page.paginator.count, unit="person", rule=PEOPLE, as_of=today),
        "due": count_of(request, count=due, unit="person", rule=DUE, as_of=today) if due else None,
        "due_href": f"{reverse('registry:people')}?due=on",
        "action": Action(_("Add a contact"), reverse("registry:person_add")) if may_add_contacts(actor=actor) else None,
        "more": [
            Action(_("With addresses"), contacts, kind="tertiary"),
            Action("XLSX", f"{contacts}&format=xlsx", kind="tertiary", icon="down"),
        ],
    }
    return render(request, "registry/people.html", context)


def posts_of(person: Person) -> list[Link]:
    """Return the posts held today as links to their bodies."""
    today = timezone.localdate()
    held = [post for post in person.posts.all() if post.ends_on is None or post.ends_on >= today]
    return [Link(post_words(post), post.body.get_absolute_url()) for post in held]


def post_words(post: Post) -> str:
    """Return a post in words."""
    title = in_language(ko=post.title_ko, en=post.title_en)
    department = in_language(ko=post.department_ko, en=post.department_en)
    return " · ".join(part for part in (post.body.name, department, title) if part)


def people_columns(*, addresses: bool = False) -> list[Column]:
    """Return the list's columns, with addresses only where a reason was given."""
    contact = [Column("email", _("E-mail")), Column("phone", _("Telephone"))] if addresses else []
    return [
        Column("name", _("Name"), sort="name", row_header=True, href="get_absolute_url"),
        Column("other_name", _("Other language")),
        Column("posts", _("Posts"), draw=posts_of),
        *contact,
        Column("consent", _("Consent"), draw=consent_badge),
        Column("office", _("Office"), draw=lambda person: person.office.name if person.office else None),
        Column("retain_until", _("Keep until"), sort="retain"),
    ]


def consent_badge(person: Person) -> Badge:
    """Return the consent with its tone."""
    tones: dict[str, Any] = {ConsentState.GIVEN: "success", ConsentState.UNKNOWN: "neutral"}
    return Badge(person.get_consent_display(), tones.get(person.consent, "warning"))


@only(may_read_contacts)
@reason_required(event="people.listed", title=gettext_lazy("Contacts with their addresses"))
def people_contacts(request: HttpRequest) -> PersonalData:
    """List contacts with e-mail and telephone, after a reason; one page holds all that the filters choose."""
    actor, today = actor_of(request), timezone.localdate()
    _form, question = question_of(request)
    rows = list(listed(actor=actor, question=question, today=today, sort=request.GET.get("sort", ""))[:1000])
    columns = people_columns(addresses=True)
    count = count_of(request, count=len(rows), unit="person", rule=PEOPLE, as_of=today)
    context = {
        "columns": columns,
        "rows": rows,
        "count": count,
        "crumbs": [Link(_("Contacts"), reverse("registry:people")), Link(_("With addresses"))],
    }
    if wants_sheet(request):
        title = _("Contacts")
        response = sheet_answer(title=title, columns=columns, rows=rows, count=count, name=title, now=timezone.now())
    else:
        response = render(request, "registry/people_contacts.html", context)
    return PersonalData(
        response, people=[row.pk for row in rows], rows=len(rows), detail={"filters": request.GET.dict()}
    )


def find(actor: Actor, person_id: int) -> Person:
    """Return a contact that the actor reads, archived or not, or answer 404."""
    for archived in (False, True):
        rows = Person.objects.for_user(actor, archived=archived).select_related("office")
        found = rows.filter(pk=person_id).first()
        if found is not None:
            return found
    raise Http404


@require_safe
@only(may_read_contacts)
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a contact; that it was read is recorded."""
    actor = actor_of(request)
    row = find(actor, person_id)
    record_reading(
        event="person.read", by=actor, at=timezone.now(), people=[row.pk], rows=1, reason="", detail={"person": row.pk}
    )
    mine = may_write(actor=actor, office_id=row.office_id)
    context = {
        "person": row,
        "badge": Badge(_("Archived"), "warning") if row.archived_at else None,
        "crumbs": [Link(_("Contacts"), reverse("registry:people")), Link(row.name)],
        "terms": facts(row),
        "audit_href": history_href(actor=actor, row=row),
        "posts": row.posts.select_related("body"),
        "today": timezone.localdate(),
        "mine": mine and not row.archived_at,
        "action": change_action(row) if mine else None,
        "more": keeper_actions(row) if mine else [],
    }
    return render(request, "registry/person.html", context)


def facts(row: Person) -> list[Term]:
    """Return what is known of a contact."""
    terms = [
        Term(_("Other language"), row.other_name),
        Term(_("E-mail"), row.email, f"mailto:{row.email}"),
        Term(_("Telephone"), row.phone),
        Term(_("Languages"), row.languages),
        Term(_("Note"), row.note),
        Term(_("Consent"), row.get_consent_display()),
        Term(_("Consent given or withdrawn on"), row.consent_on),
        Term(_("Keep until"), row.retain_until),
        Term(_("Visible to"), row.get_visibility_display()),
        Term(_("Owning office"), row.office.name if row.office else None),
    ]
    return [term for term in terms if term.value]


def change_action(row: Person) -> Action | None:
    """Return the main action; an archived contact is brought back first."""
    return None if row.archived_at else Action(_("Change"), reverse("registry:person_edit", args=[row.pk]))


def keeper_actions(row: Person) -> list[Action]:
    """Return what the owning office may do besides changing it."""
    if row.archived_at:
        back = reverse("registry:person_restore", args=[row.pk])
        return [] if row.merged_into_id else [Action(_("Bring back"), back, method="post", kind="secondary")]
    return [
        Action(_("Add a post"), reverse("registry:post_add", args=[row.pk]), kind="tertiary"),
        Action(_("Archive"), reverse("registry:person_archive", args=[row.pk]), method="post", kind="tertiary"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_add_contacts)
def person_add(request: HttpRequest) -> HttpResponse:
    """Add a contact of the own office, with a first post."""
    retain = actions.default_retention(today=timezone.localdate())
    form = PersonForm(request.POST or None, initial={"retain_until": retain})
    post = FirstPostForm(request.POST or None, prefix="post", initial={"body": request.GET.get("body")})
    if request.method == "POST" and form.is_valid() and post.is_valid():
        values: Any = post.cleaned_data if post.cleaned_data["body"] else None
        contact: Any = form.values()
        row = actions.add_person(values=contact, post=values, by=actor_of(request), now=timezone.now())
        messages.success(request, _("The contact is saved."))
        return redirect(row)
    context = {"form": form, "second": post, "second_title": _("Post"), "title": _("Add a contact")}
    context["back"] = reverse("registry:people")
    return render(request, FORM, context, status=422 if form.is_bound else 200)


def find_own(actor: Actor, person_id: int) -> Person:
    """
    Return a contact that the actor may change, or answer 404.

    :raises NotYoursError: if it belongs to another office
    """
    row = find(actor, person_id)
    check_write(actor=actor, office_id=row.office_id, what=_("This contact"))
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_read_contacts)
def person_edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change a contact."""
    actor = actor_of(request)
    row = find_own(actor, person_id)
    form = PersonForm(request.POST or None, person=row)
    title, back = _("Change %(name)s") % {"name": row}, row.get_absolute_url()
    if request.method != "POST" or not form.is_valid():
        return form_page(request, form=form, title=title, back=back, status=422 if form.is_bound else 200)
    values: Any = form.values()
    version = form.cleaned_data["version"] or 0
    try:
        actions.edit_person(person_id=row.pk, version=version, values=values, by=actor, now=timezone.now())
    except SavedMeanwhileError:
        context = {"title": title, "back": back}
        theirs = initial_of(find(actor, person_id))
        return conflict_page(request, form=form, row=row, theirs=theirs, template=FORM, context=context)
    messages.success(request, _("Saved."))
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_read_contacts)
def post_add(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give a contact a post."""
    actor = actor_of(request)
    row = find_own(actor, person_id)
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values: Any = form.cleaned_data
        actions.add_post(person_id=row.pk, values=values, by=actor, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(row)
    title, status = _("A post for %(name)s") % {"name": row}, 422 if form.is_bound else 200
    return form_page(request, form=form, title=title, back=row.get_absolute_url(), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_read_contacts)
def post_leave(request: HttpRequest, post_id: int) -> HttpResponse:
    """End a post; the contact stays."""
    actor = actor_of(request)
    post = get_object_or_404(Post.objects.select_related("body"), pk=post_id)
    row = find_own(actor, post.person_id)
    form = LeaveForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.leave_post(post_id=post.pk, on=form.cleaned_data["on"], by=actor, now=timezone.now())
        except actions.UnableToLeavePost as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, _("The post has ended; the contact stays."))
            return redirect(row)
    title, status = _("%(name)s leaves a post") % {"name": row}, 422 if form.is_bound else 200
    return form_page(request, form=form, title=title, back=row.get_absolute_url(), status=status)


@require_POST
@only(may_read_contacts)
def person_archive(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take a contact out of the lists; its page offers to bring it back."""
    actor = actor_of(request)
    row = actions.archive_person(person_id=find_own(actor, person_id).pk, by=actor, now=timezone.now())
    messages.success(request, _("The contact is archived. Its page brings it back."))
    return redirect(row)


@require_POST
@only(may_read_contacts)
def person_restore(request: HttpRequest, person_id: int) -> HttpResponse:
    """Bring an archived contact back."""
    actor = actor_of(request)
    row = actions.restore_person(person_id=find_own(actor, person_id).pk, by=actor, now=timezone.now())
    messages.success(request, _("The contact is back."))
    return redirect(row)
