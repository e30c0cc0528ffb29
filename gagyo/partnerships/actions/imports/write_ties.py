"""Writing the ties of an import, and putting changed ones back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from gagyo.common.actions import Entry, values_of
from gagyo.common.actions.bulk import insert_rows
from gagyo.partnerships.actions.imports.bulk import SIZE, Writing, Written, as_text, differing, save_columns
from gagyo.partnerships.choices import RowMark, TieState
from gagyo.partnerships.models import Tie, TieField, TieParty, TieStateChange
from gagyo.partnerships.queries.imports.records import chunks
from gagyo.partnerships.rules.imports.plans import RowPlan, first_day, precision
from gagyo.partnerships.rules.imports.signatories import KEYS, signed_by

DAYS: Final = ("ended_on", "council_consent_on")
NOT_YET: Final = (TieState.PLANNED, TieState.TALKS)
# A row's change of one of these writes its parties again; none of the second is a column of the tie.
PARTY_KEYS: Final = frozenset({"partner", *KEYS})
ELSEWHERE: Final = frozenset({"fields", *KEYS})
Party = list[Any]
State = tuple[str, date, str]


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
    listed = [_parties(plan, writing, {}) for plan in plans]
    _make_parties([(tie.pk, parties) for tie, parties in zip(ties, listed, strict=True)])
    _make_fields((tie.pk, plan.row.values.get("fields", ())) for tie, plan in pairs)
    _make_states((tie.pk, *change) for tie in ties for change in first_states(tie, today))
    return [
        Written(plan.row.number, tie.pk, tie.version, None, Entry(tie, plan.name, None, _after(tie, plan, parties)))
        for (tie, plan), parties in zip(pairs, listed, strict=True)
    ]


def first_states(tie: Tie, today: date) -> list[State]:
    """Return the history of a new tie: since when it is in its state, as far as that is known."""
    if tie.state in NOT_YET:
        return [(tie.state, today, "")]
    found: list[State] = []
    if tie.signed_on:
        found.append((TieState.SIGNED.value, tie.signed_on, ""))
    if tie.state == TieState.ENDED and tie.ended_on:
        found.append((TieState.ENDED.value, tie.ended_on, ""))
    elif tie.state == TieState.DORMANT:
        found.append((TieState.DORMANT.value, today, ""))
    return found


def _make_states(rows: Iterable[tuple[int, str, date, str]]) -> None:
    insert_rows(TieStateChange, ("tie_id", "state", "changed_on", "reason"), rows)


def _make_fields(listed: Iterable[tuple[int, Iterable[str]]]) -> None:
    insert_rows(TieField, ("tie_id", "field"), ((tie, each) for tie, fields in listed for each in fields))


def _write_changed(plans: list[RowPlan], writing: Writing, today: date) -> list[Written]:
    by_id = {plan.record.id: plan for plan in plans if plan.record}
    ties = [tie for piece in chunks(by_id) for tie in Tie.objects.select_for_update().filter(pk__in=piece)]
    befores = snapshots(ties)
    written, listed, columns = [], {}, {}
    for tie in ties:
        plan, before = by_id[tie.pk], befores[tie.pk]
        _assign(tie, {key: plan.row.values[key] for key in plan.changes if key in plan.row.values})
        if PARTY_KEYS & set(plan.changes):
            listed[tie.pk] = _parties(plan, writing, {each[0]: each[1:] for each in before["parties"]})
        if "partner" in plan.changes:
            tie.is_domestic = writing.domestic.issuperset(writing.parties(plan))
        tie.version += 1
        columns[tie] = ["version", "is_domestic", *(name for key in plan.changes for name in _columns_of(key))]
        kept = _needed(plan, before)
        after = {**before, **_after(tie, plan, listed.get(tie.pk, before["parties"]))}
        entry = Entry(tie, plan.name, before, after)
        written.append(Written(plan.row.number, tie.pk, tie.version, kept, entry))
    save_columns(columns)
    _write_fields([(tie, by_id[tie.pk]) for tie in ties])
    for piece in chunks(listed):
        TieParty.objects.filter(tie__in=piece).delete()
    _make_parties(listed.items())
    _write_states([(tie, by_id[tie.pk]) for tie in ties], today)
    return written


def _needed(plan: RowPlan, before: dict[str, Any]) -> dict[str, Any]:
    """Return what undoing needs: all columns, and of the rest only what this row changes."""
    kept = {"columns": before["columns"]}
    if PARTY_KEYS & set(plan.changes):
        kept["parties"] = before["parties"]
    if "fields" in plan.changes:
        kept["fields"] = before["fields"]
    if {"state", "signed", "ended_on"} & set(plan.changes):
        kept["states"] = before["states"]
    return kept


def _parties(plan: RowPlan, writing: Writing, signed: Mapping[int, Sequence[str]]) -> list[Party]:
    """Return the parties of a row as [body, signatory, title]; signed: what is recorded, which stays if not said."""
    said = {writing.real(body): names for body, names in signed_by(plan.row.values, plan.sides).items()}
    found = []
    for body in list(signed) if signed and "partner" not in plan.changes else writing.parties(plan):
        name, title = signed.get(body, ("", ""))
        words = said.get(body, {})
        found.append([body, words.get("signatory", name), words.get("signatory_title", title)])
    return found


def _make_parties(listed: Iterable[tuple[int, list[Party]]]) -> None:
    rows = ((tie, order, *party) for tie, parties in listed for order, party in enumerate(parties))
    insert_rows(TieParty, ("tie_id", "order", "body_id", "signatory", "signatory_title"), rows)


def _after(tie: Tie, plan: RowPlan, parties: list[Party]) -> dict[str, Any]:
    after: dict[str, Any] = {"columns": values_of(tie), "parties": parties}
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
        elif key == "signed_at":
            tie.signed_at_id = value
        elif key not in ELSEWHERE:
            setattr(tie, key, value)


def _columns_of(key: str) -> tuple[str, ...]:
    """Return the columns of a tie that a field of a row writes."""
    if key == "signed":
        return "signed_on", "signed_precision"
    if key == "signed_at":
        return ("signed_at_id",)
    return () if key in {"partner", *ELSEWHERE} else (key,)


def _write_fields(pairs: list[tuple[Tie, RowPlan]]) -> None:
    fields = [(tie, plan) for tie, plan in pairs if "fields" in plan.changes]
    for piece in chunks(tie.pk for tie, _plan in fields):
        TieField.objects.filter(tie__in=piece).delete()
    _make_fields((tie.pk, plan.changes["fields"][1]) for tie, plan in fields)


def _write_states(pairs: list[tuple[Tie, RowPlan]], today: date) -> None:
    """Keep the history of states in step with a changed state and a corrected signing date."""
    signed = [tie for tie, plan in pairs if "signed" in plan.changes and tie.state not in NOT_YET and tie.signed_on]
    firsts = _first_signings(tie.pk for tie in signed)
    moved: list[TieStateChange] = []
    made: list[tuple[int, str, date, str]] = []
    for tie in signed:
        if tie.signed_on and tie.pk in firsts:
            firsts[tie.pk].changed_on = tie.signed_on
            moved.append(firsts[tie.pk])
        elif tie.signed_on:
            made.append((tie.pk, TieState.SIGNED.value, tie.signed_on, ""))
    for tie, plan in pairs:
        if "state" in plan.changes:
            on = tie.ended_on if tie.state == TieState.ENDED and tie.ended_on else today
            made.append((tie.pk, tie.state, on, ""))
    save_columns(dict.fromkeys(moved, ("changed_on",)))
    _make_states(made)


def _first_signings(ties: Iterable[int]) -> dict[int, TieStateChange]:
    """Return the first change of each tie to being signed."""
    found: dict[int, TieStateChange] = {}
    for piece in chunks(ties):
        signed = TieStateChange.objects.filter(tie__in=piece, state=TieState.SIGNED)
        for change in signed.order_by("changed_on", "id"):
            found.setdefault(change.tie_id, change)
    return found


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
    columns = {}
    for tie in ties:
        columns[tie] = [*differing(tie, befores[tie.pk]["columns"]), "version"]
        tie.version += 1
    save_columns(columns)
    for model, key in ((TieParty, "parties"), (TieField, "fields"), (TieStateChange, "states")):
        for piece in chunks(tie.pk for tie in ties if key in befores[tie.pk]):
            model._default_manager.filter(tie__in=piece).delete()
    _make_parties((tie.pk, befores[tie.pk].get("parties", [])) for tie in ties)
    _make_fields((tie.pk, befores[tie.pk].get("fields", ())) for tie in ties)
    _make_states(
        (tie.pk, state, date.fromisoformat(on), reason)
        for tie in ties
        for state, on, reason in befores[tie.pk].get("states", ())
    )
