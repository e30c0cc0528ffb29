"""Writing the ties of an import, and putting changed ones back."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from gagyo.common.actions import Entry, values_of
from gagyo.partnerships.actions.imports.bulk import SIZE, Writing, Written, as_text, save_all
from gagyo.partnerships.choices import RowMark, TieState
from gagyo.partnerships.models import Tie, TieField, TieParty, TieStateChange
from gagyo.partnerships.queries.imports.records import chunks
from gagyo.partnerships.rules.imports.plans import RowPlan, first_day, precision

DAYS: Final = ("ended_on", "council_consent_on")
NOT_YET: Final = (TieState.PLANNED, TieState.TALKS)


def write_ties(*, plans: Sequence[RowPlan], writing: Writing, today: date) -> list[Written]:
    """Write the new and the changed ties of a plan."""
    new = [plan for plan in plans if plan.mark == RowMark.NEW]
    changed = [plan for plan in plans if plan.mark == RowMark.CHANGED]
    return _write_new(new, writing, today) + _write_changed(changed, writing, today)


def _write_new(plans: list[RowPlan], writing: Writing, today: date) -> list[Written]:
    ties = []
    for plan in plans:
        tie = Tie(office_id=plan.office_id, visibility=writing.visibility, batch_id=writing.batch_id)
        _assign(tie, plan.row.values)
        tie.is_domestic = writing.domestic.issuperset(writing.parties(plan))
        ties.append(tie)
    Tie.objects.bulk_create(ties, batch_size=SIZE)
    pairs = list(zip(ties, plans, strict=True))
    parties = [
        TieParty(tie=tie, body_id=body, order=order)
        for tie, plan in pairs
        for order, body in enumerate(writing.parties(plan))
    ]
    TieParty.objects.bulk_create(parties, batch_size=SIZE)
    fields = [TieField(tie=tie, field=each) for tie, plan in pairs for each in plan.row.values.get("fields", ())]
    TieField.objects.bulk_create(fields, batch_size=SIZE)
    states = [change for tie in ties for change in first_states(tie, today)]
    TieStateChange.objects.bulk_create(states, batch_size=SIZE)
    return [
        Written(plan.row.number, tie.pk, tie.version, None, Entry(tie, plan.name, None, _after(tie, plan, writing)))
        for tie, plan in pairs
    ]


def first_states(tie: Tie, today: date) -> list[TieStateChange]:
    """Return the history of a new tie: since when it is in its state, as far as that is known."""
    if tie.state in NOT_YET:
        return [TieStateChange(tie=tie, state=tie.state, changed_on=today)]
    found = []
    if tie.signed_on:
        found.append(TieStateChange(tie=tie, state=TieState.SIGNED, changed_on=tie.signed_on))
    if tie.state == TieState.ENDED and tie.ended_on:
        found.append(TieStateChange(tie=tie, state=TieState.ENDED, changed_on=tie.ended_on))
    elif tie.state == TieState.DORMANT:
        found.append(TieStateChange(tie=tie, state=TieState.DORMANT, changed_on=today))
    return found


def _write_changed(plans: list[RowPlan], writing: Writing, today: date) -> list[Written]:
    by_id = {plan.record.id: plan for plan in plans if plan.record}
    ties = [tie for piece in chunks(by_id) for tie in Tie.objects.select_for_update().filter(pk__in=piece)]
    befores = snapshots(ties)
    written = []
    for tie in ties:
        plan, before = by_id[tie.pk], befores[tie.pk]
        _assign(tie, {key: pair[1] for key, pair in plan.changes.items() if key not in {"partner", "fields"}})
        if "partner" in plan.changes:
            tie.is_domestic = writing.domestic.issuperset(writing.parties(plan))
        tie.version += 1
        kept = _needed(plan, before)
        entry = Entry(tie, plan.name, before, {**before, **_after(tie, plan, writing)})
        written.append(Written(plan.row.number, tie.pk, tie.version, kept, entry))
    save_all(ties)
    _write_children([(tie, by_id[tie.pk]) for tie in ties], writing)
    _write_states([(tie, by_id[tie.pk]) for tie in ties], today)
    return written


def _needed(plan: RowPlan, before: dict[str, Any]) -> dict[str, Any]:
    """Return what undoing needs: all columns, and of the rest only what this row changes."""
    kept = {"columns": before["columns"]}
    if "partner" in plan.changes:
        kept["parties"] = before["parties"]
    if "fields" in plan.changes:
        kept["fields"] = before["fields"]
    if {"state", "signed", "ended_on"} & set(plan.changes):
        kept["states"] = before["states"]
    return kept


def _after(tie: Tie, plan: RowPlan, writing: Writing) -> dict[str, Any]:
    after: dict[str, Any] = {"columns": values_of(tie)}
    if plan.mark == RowMark.NEW or "partner" in plan.changes:
        after["parties"] = [[body, "", ""] for body in writing.parties(plan)]
    if "fields" in plan.row.values:
        after["fields"] = plan.row.values["fields"]
    return after


def _assign(tie: Tie, values: dict[str, Any]) -> None:
    """Put the values of a row into a tie."""
    for key, value in values.items():
        if key == "signed":
            tie.signed_on, tie.signed_precision = first_day(value), precision(value)
        elif key in DAYS:
            setattr(tie, key, date.fromisoformat(value))
        elif key == "summary":
            tie.summary = as_text(value)
        elif key != "fields":
            setattr(tie, key, value)


def _write_children(pairs: list[tuple[Tie, RowPlan]], writing: Writing) -> None:
    fields = [(tie, plan) for tie, plan in pairs if "fields" in plan.changes]
    for piece in chunks(tie.pk for tie, _plan in fields):
        TieField.objects.filter(tie__in=piece).delete()
    TieField.objects.bulk_create(
        [TieField(tie=tie, field=each) for tie, plan in fields for each in plan.changes["fields"][1]], batch_size=SIZE
    )
    for tie, plan in pairs:
        if "partner" in plan.changes:
            wanted = writing.parties(plan)
            TieParty.objects.filter(tie=tie).exclude(body__in=wanted).delete()
            for order, body in enumerate(wanted):
                TieParty.objects.update_or_create(tie=tie, body_id=body, defaults={"order": order})


def _write_states(pairs: list[tuple[Tie, RowPlan]], today: date) -> None:
    """Keep the history of states in step with a changed state and a corrected signing date."""
    made = []
    for tie, plan in pairs:
        if "signed" in plan.changes and tie.state not in NOT_YET and tie.signed_on:
            first = tie.states.filter(state=TieState.SIGNED).order_by("changed_on", "id").first()
            if first is None:
                made.append(TieStateChange(tie=tie, state=TieState.SIGNED, changed_on=tie.signed_on))
            else:
                tie.states.filter(pk=first.pk).update(changed_on=tie.signed_on)
        if "state" in plan.changes:
            on = tie.ended_on if tie.state == TieState.ENDED and tie.ended_on else today
            made.append(TieStateChange(tie=tie, state=tie.state, changed_on=on))
    TieStateChange.objects.bulk_create(made, batch_size=SIZE)


def snapshots(ties: Sequence[Tie]) -> dict[int, dict[str, Any]]:
    """Return each tie as it is: its columns, parties, fields and states."""
    parties: dict[int, list[list[Any]]] = defaultdict(list)
    fields: dict[int, list[str]] = defaultdict(list)
    states: dict[int, list[list[Any]]] = defaultdict(list)
    for piece in chunks(tie.pk for tie in ties):
        for party in TieParty.objects.filter(tie__in=piece).order_by("order", "id"):
            parties[party.tie_id].append([party.body_id, party.signatory, party.signatory_title])
        for tie_id, name in TieField.objects.filter(tie__in=piece).order_by("field").values_list("tie_id", "field"):
            fields[tie_id].append(name)
        for change in TieStateChange.objects.filter(tie__in=piece).order_by("changed_on", "id"):
            states[change.tie_id].append([change.state, change.changed_on.isoformat(), change.reason])
    return {
        tie.pk: {
            "columns": values_of(tie),
            "parties": parties[tie.pk],
            "fields": fields[tie.pk],
            "states": states[tie.pk],
        }
        for tie in ties
    }


def put_back_ties(ties: Sequence[Tie], befores: dict[int, dict[str, Any]]) -> None:
    """Give ties the values that they had; the version goes on, so that an open form notices."""
    for tie in ties:
        for column in Tie._meta.concrete_fields:
            if column.attname in befores[tie.pk]["columns"]:
                setattr(tie, column.attname, column.to_python(befores[tie.pk]["columns"][column.attname]))
        tie.version += 1
    save_all(ties)
    for tie in ties:
        before = befores[tie.pk]
        if "parties" in before:
            TieParty.objects.filter(tie=tie).delete()
            TieParty.objects.bulk_create(
                TieParty(tie=tie, body_id=body, order=order, signatory=name, signatory_title=title)
                for order, (body, name, title) in enumerate(before["parties"])
            )
        if "fields" in before:
            TieField.objects.filter(tie=tie).delete()
            TieField.objects.bulk_create(TieField(tie=tie, field=each) for each in before["fields"])
        if "states" in before:
            TieStateChange.objects.filter(tie=tie).delete()
            TieStateChange.objects.bulk_create(
                TieStateChange(tie=tie, state=state, changed_on=date.fromisoformat(on), reason=reason)
                for state, on, reason in before["states"]
            )
