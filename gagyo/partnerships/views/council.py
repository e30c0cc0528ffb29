"""The council rules of a local government."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Column
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.partnerships.actions.council import may_set_council_rule, remove_council_rule, set_council_rule
from gagyo.partnerships.choices import TieKind
from gagyo.partnerships.forms.council import CouncilRuleForm
from gagyo.partnerships.models import ConsentRule
from gagyo.partnerships.queries.ties import ordinances_of
from gagyo.partnerships.rules.consent import ordinance_on, requires_consent
from gagyo.registry.choices import LOCAL_GOVERNMENTS
from gagyo.registry.models import Body


@require_http_methods(["GET", "POST"])
@signed_in
def council(request: HttpRequest, body_id: int) -> HttpResponse:
    """Show what holds today for each kind, and every rule with its date; its manager and the operator add to them."""
    actor, today = actor_of(request), today_of()
    body = get_object_or_404(Body, pk=body_id, kind__in=LOCAL_GOVERNMENTS)
    may = may_set_council_rule(actor=actor, body=body)
    form = CouncilRuleForm(request.POST or None, initial={"requires_consent": "yes"})
    if request.method == "POST":
        if not may:
            raise NotYoursError(_("The council rules of this local government are kept by its manager. Ask there."))
        if form.is_valid():
            set_council_rule(body_id=body_id, by=actor, now=timezone.now(), **form.cleaned_data)
            tell(request, _("The rule was saved. Warnings about consent follow it at once."))
            return redirect("partnerships:council", body_id)
    context = {
        "body": body,
        "form": form if may else None,
        "today_rows": today_rows(body_id),
        "today_columns": [
            Column("kind", _("Kind"), row_header=True),
            Column("needs", _("The council")),
            Column("own_name", _("Own name")),
            Column("basis", _("Ordinance")),
        ],
        "rules": list(ConsentRule.objects.filter(body=body).order_by("kind", "-starts_on")),
        "as_of": today,
        "crumbs": crumbs((_("Council rules"), ""), (body.name, "")),
    }
    return render(request, "partnerships/council.html", context, status=422 if form.errors else 200)


def today_rows(body_id: int) -> list[dict[str, object]]:
    """Return what holds today for each kind."""
    today, ordinances = today_of(), ordinances_of([body_id])
    found: list[dict[str, object]] = []
    for kind in TieKind:
        rule = ordinance_on(ordinances=ordinances, body_id=body_id, kind=kind, on=today)
        needs = requires_consent(ordinances=ordinances, body_id=body_id, kind=kind, on=today)
        found.append(
            {
                "kind": kind.label,
                "needs": _("must agree") if needs else _("need not agree"),
                "own_name": (rule.local_name_ko or rule.local_name_en) if rule else "",
                "basis": rule.basis if rule else _("What is usual, no rule entered"),
            }
        )
    return found


@require_POST
@signed_in
def council_remove(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take a rule back; the toast sets it again."""
    rule = get_object_or_404(ConsentRule, pk=rule_id)
    fields = {
        "kind": rule.kind,
        "requires_consent": "yes" if rule.requires_consent else "no",
        "starts_on": rule.starts_on.isoformat() if rule.starts_on else "",
        "local_name_ko": rule.local_name_ko,
        "local_name_en": rule.local_name_en,
        "basis": rule.basis,
    }
    body = remove_council_rule(rule_id=rule_id, by=actor_of(request), now=timezone.now())
    undo = reverse("partnerships:council", args=[body.pk])
    tell(request, _("The rule was removed."), undo=undo, undo_fields=dict(fields))
    return redirect("partnerships:council", body.pk)
