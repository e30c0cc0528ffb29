"""The operator's page about the installation itself."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_tasks_db.models import DBTaskResult

from gagyo.accounts.rules import may_operate
from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.actions.background import UnableToRetryTask, retry_task
from gagyo.common.actions.outbox import resend_mail
from gagyo.common.components.parts import Badge, Column, Term, Tone
from gagyo.common.models import MailState, OutgoingMail
from gagyo.common.queries import background_counts
from gagyo.pages.queries.operations import Installation, installation, latest_tasks, unsent_mail

STATES: dict[str, tuple[str, Tone]] = {
    "READY": (gettext_lazy("Waiting"), "info"),  # type: ignore[dict-item]  # a lazy text is drawn as text
    "RUNNING": (gettext_lazy("Running"), "primary"),  # type: ignore[dict-item]  # a lazy text is drawn as text
    "FAILED": (gettext_lazy("Failed"), "danger"),  # type: ignore[dict-item]  # a lazy text is drawn as text
    "SUCCESSFUL": (gettext_lazy("Done"), "success"),  # type: ignore[dict-item]  # a lazy text is drawn as text
}
MAIL_TONES: dict[str, Tone] = {MailState.WAITING: "info", MailState.FAILED: "danger"}


def task_badge(task: "DBTaskResult") -> Badge:  # type: ignore[type-arg]  # its parameters say nothing here
    """Return the state of a task as a word."""
    label, tone = STATES.get(task.status, (task.status, "neutral"))
    return Badge(label, tone)


def reason_of(task: "DBTaskResult") -> str:  # type: ignore[type-arg]  # its parameters say nothing here
    """Return why a task failed, in its error's own last line."""
    lines = [line for line in task.traceback.strip().splitlines() if line.strip()]
    return lines[-1][:200] if task.status == "FAILED" and lines else ""


TASK_COLUMNS = [
    Column("task_path", gettext_lazy("Task"), row_header=True, draw=lambda task: task.task_path.rsplit(".", 1)[-1]),
    Column("status", gettext_lazy("State"), draw=task_badge),
    Column("enqueued_at", gettext_lazy("Queued")),
    Column("finished_at", gettext_lazy("Finished")),
    Column("worker_ids", gettext_lazy("Tries"), numeric=True, draw=lambda task: len(task.worker_ids)),
    Column("traceback", gettext_lazy("Reason"), draw=reason_of),
]
MAIL_COLUMNS = [
    Column("subject", gettext_lazy("Subject"), row_header=True),
    Column("state", gettext_lazy("State"), draw=lambda mail: Badge(mail.get_state_display(), MAIL_TONES[mail.state])),
    Column("attempts", gettext_lazy("Tries"), numeric=True),
    Column("next_attempt_at", gettext_lazy("Next attempt")),
    Column("last_error", gettext_lazy("Reason")),
]


def terms_of(facts: Installation) -> list[Term]:
    """Return the facts of the machine for the side panel."""
    free = _("%(free)s of %(total)s MB free") % {"free": f"{facts.disk_free_mb:,}", "total": f"{facts.disk_total_mb:,}"}
    return [
        Term(_("Last backup"), facts.last_backup_at or _("None was made on this machine: gagyo backup FILE")),
        Term(_("Backup file"), facts.last_backup_file),
        Term(_("Disk"), free),
        Term("Gagyo", facts.version),
        Term("Django", facts.django),
        Term("Python", facts.python),
        Term(_("Database"), facts.database),
    ]


@only(may_operate)
def operations(request: HttpRequest) -> HttpResponse:
    """Show background work, the outbox, disk, backup and versions."""
    tasks, mail = latest_tasks(), unsent_mail()
    values = {
        "terms": terms_of(installation()),
        "counts": background_counts(),
        "tasks": tasks,
        "task_columns": TASK_COLUMNS,
        "failed_tasks": [task for task in tasks if task.status == "FAILED"],
        "mail": mail,
        "mail_columns": MAIL_COLUMNS,
        "mail_states": MailState,
    }
    return render(request, "pages/operations.html", values)


def answered(request: HttpRequest, act: Callable[[], None], done: str) -> HttpResponse:
    """Act, say what came of it, and go back to the page."""
    try:
        act()
    except UnableToRetryTask as error:
        messages.warning(request, str(error))
    except (DBTaskResult.DoesNotExist, OutgoingMail.DoesNotExist):
        messages.warning(request, _("It is gone meanwhile: finished records are cleared after 30 days."))
    else:
        messages.success(request, done)
    return redirect("pages:operations")


@only(may_operate)
@require_POST
def task_retry(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Put a failed task back into the queue."""
    return answered(
        request,
        lambda: retry_task(task_id=task_id, by=actor_of(request), now=timezone.now()),
        _("The task is in the queue again."),
    )


@only(may_operate)
@require_POST
def mail_resend(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Send a message again that waits or was given up."""
    return answered(
        request,
        lambda: resend_mail(mail_id=mail_id, by=actor_of(request), now=timezone.now()),
        _("The message will be sent within seconds."),
    )
