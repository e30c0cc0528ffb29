"""Loading the sample data, in one transaction: all of it or nothing."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gagyo.accounts.models import Office, User
from gagyo.common.actions import record, renew_planner_counts_after
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.config.places import SAMPLE_ACCOUNTS
from gagyo.config.sample import accounts, ambassadors
from gagyo.config.sample.abroad import load_governments_abroad
from gagyo.config.sample.cases import load_cases
from gagyo.config.sample.heard import load_heard
from gagyo.config.sample.meetings import load_meetings
from gagyo.config.sample.offices import NAMYANGJU, load_offices, local_code
from gagyo.config.sample.people import load_people
from gagyo.config.sample.plans import load_plans
from gagyo.config.sample.projects import AROUND_TODAY, load_projects
from gagyo.config.sample.support import load_support
from gagyo.config.sample.support_lives import planned_requests
from gagyo.config.sample.support_talk import load_talk
from gagyo.config.sample.ties import load_invented_ties, load_ties, plans
from gagyo.config.sample.twin_towns import decisions
from gagyo.config.sample.visits import load_visits
from gagyo.partnerships.models import Tie
from gagyo.registry.actions import load_reference
from gagyo.registry.models import Body, Person
from gagyo.support.actions.rows import note_next_due_of_all

EVENT = "sample.loaded"
SEED = 2025
REFERENCE_SHARE = 0.7
Progress = Callable[[str, float], None]


class RealDataThereError(Exception):
    """The database holds data that is not sample data."""


@dataclass(frozen=True)
class SampleSummary:
    """How many rows a load added, and the one password of its accounts; added is false where it was there."""

    added: bool
    password: str
    rows_of_the_list: int = 0
    merged: int = 0
    left_out: int = 0
    governments_abroad: int = 0
    offices: int = 0
    ties: int = 0
    invented_ties: int = 0
    projects: int = 0
    people: int = 0
    visits: int = 0
    meeting_rounds: int = 0
    support_requests: int = 0
    postings: int = 0
    annual_plans: int = 0
    cases: int = 0
    accounts: int = 0


def holds_real_data() -> bool:
    """Tell whether somebody works here already."""
    return User.objects.filter(is_sample=False).exists() or Office.objects.filter(is_sample=False).exists()


def sample_is_loaded() -> bool:
    """Tell whether the sample data has been loaded into this database."""
    return AuditRecord.objects.filter(event=EVENT).exists()


def load_sample(
    *,
    by: Actor,
    now: datetime,
    progress: Progress | None = None,
    password: str = "",
    beside_real_data: bool = False,
    seed: int = SEED,
) -> SampleSummary:
    """
    Load the reference data and the sample data; where the sample is there, nothing but a new password if one is given.

    progress: called with a step's name and the share done, 0 to 1; password: kept, or a random one, if empty
    :raises RealDataThereError: if others' data is there, unless beside_real_data
    """
    if sample_is_loaded():
        return SampleSummary(added=False, password=password_again(password))
    if holds_real_data() and not beside_real_data:
        raise RealDataThereError(
            "This database holds data that is not sample data, and sample data would mix with it. "
            "Use an empty database (GAGYO_DATABASE_URL or GAGYO_DATA_DIR), or say --yes-add-to-real-data."
        )
    chosen = password or new_password()
    summary = add_sample(by=by, now=now, progress=progress or (lambda _step, _share: None), password=chosen, seed=seed)
    keep_note(password=chosen)
    return summary


@transaction.atomic
def add_sample(*, by: Actor, now: datetime, progress: Progress, password: str, seed: int) -> SampleSummary:
    """Add everything and return what was added."""
    load_reference(by=by, now=now, progress=lambda step, share: progress(step, share * REFERENCE_SHARE))
    progress("offices and partner cities", REFERENCE_SHARE)
    planned = plans()
    abroad = load_governments_abroad(keys={plan.key for plan in planned})
    asking = {plan.office for plan in planned_requests()}
    offices = load_offices(codes={plan.code for plan in planned} | accounts.CODES | ambassadors.CODES | asking)
    bodies = {body.code or "": body for body in Body.objects.filter(code__in={plan.code for plan in planned})}
    progress("ties", 0.75)
    ties = load_ties(bodies=bodies, abroad=abroad, offices=offices, by=by, now=now)
    made: dict[tuple[str, str], Tie] = {(plan.code, plan.key): tie for plan, tie in zip(planned, ties, strict=True)}
    home = bodies[NAMYANGJU]
    invented = load_invented_ties(lead=home, office=offices[local_code(NAMYANGJU)], by=by, now=now)
    progress("exchange projects", 0.85)
    projects = load_projects(ties=made, by=by, now=now, seed=seed)
    progress("people and accounts", 0.95)
    first = list(dict.fromkeys((code, key) for code, key, *_rest in AROUND_TODAY))
    people = load_people(ties=made, first=first, home=home, by=by, now=now, seed=seed)
    visits = load_visits(offices=offices, by=by, now=now)
    # Interpreters, hosts and those who asked came with the visits.
    everybody = Person.objects.past_access(because="the sample counts its own rows").filter(is_sample=True).count()
    users = accounts.load_accounts(offices=offices, password=password, now=now)
    rounds = load_meetings(offices=offices, by=by, now=now, seed=seed)
    # Before the requests: their provinces' ambassadors answer too.
    postings = ambassadors.load_ambassadors(offices=offices, by=by, now=now)
    requests, asked = load_support(offices=offices, by=by, now=now)
    load_talk(offices=offices, by=by, now=now)
    annual_plans = load_plans(offices=offices, by=by, now=now)
    cases = load_cases(by=by, now=now)
    note_next_due_of_all()
    load_heard(offices=offices, by=by, now=now)
    outcomes = [each.outcome for each in decisions()]
    summary = SampleSummary(
        added=True,
        password=password,
        rows_of_the_list=len(outcomes),
        merged=outcomes.count("merged"),
        left_out=outcomes.count("left out"),
        governments_abroad=len(abroad),
        offices=len(offices) + len(asked),
        ties=len(ties),
        invented_ties=len(invented),
        projects=len(projects),
        people=everybody,
        visits=len(visits),
        meeting_rounds=len(rounds),
        support_requests=len(requests),
        postings=len(postings),
        annual_plans=len(annual_plans),
        cases=len(cases),
        accounts=len(users),
    )
    counts = {name: value for name, value in vars(summary).items() if name not in {"password", "added"}}
    record(event=EVENT, by=by, at=now, after=counts, rows=len(ties) + len(projects) + len(people) + len(users))
    renew_planner_counts_after()
    progress("done", 1.0)
    return summary


def new_password() -> str:
    """Return a password that is easy to type and this installation's alone."""
    return f"gagyo-{secrets.token_hex(4)}"


def password_again(wanted: str) -> str:
    """Return the password of the accounts that are there, set anew if one is wanted or the note is lost."""
    held = "" if wanted else noted_password()
    if held:
        return held
    chosen = wanted or new_password()
    accounts.set_password(password=chosen)
    keep_note(password=chosen)
    return chosen


def noted_password() -> str:
    """Return the password in the note, or nothing if there is none."""
    if not SAMPLE_ACCOUNTS.exists():
        return ""
    first = SAMPLE_ACCOUNTS.read_text(encoding="utf-8").splitlines()[:1]
    return first[0].rsplit(" ", 1)[-1] if first else ""


def keep_note(*, password: str) -> None:
    """Keep whom to sign in as beside the data, for the next start; readable by its owner only."""
    SAMPLE_ACCOUNTS.parent.mkdir(parents=True, exist_ok=True)
    SAMPLE_ACCOUNTS.touch(mode=0o600)
    SAMPLE_ACCOUNTS.chmod(0o600)
    first, *rest = accounts.emails()
    SAMPLE_ACCOUNTS.write_text(
        f"Sign in as {first} with the password {password}\nThe same password opens: {', '.join(rest)}\n",
        encoding="utf-8",
    )
