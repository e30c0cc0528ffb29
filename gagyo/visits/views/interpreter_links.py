"""The page behind the link in an interpreter's mail: what, when, where; yes, no, or no longer. No account is needed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.views.gates import actor_of
from gagyo.common.views.link_gate import linked_page
from gagyo.visits.actions.interpreting import answer_by_link
from gagyo.visits.forms.interpreters import AnswerForm
from gagyo.visits.queries.interpreting import ahead, as_asked, link_tasks, was_ended
from gagyo.visits.rules.interpreting import UnableToAnswer, UnusableLinkError, check_link, hashes_of, next_answers
from gagyo.visits.views.interpreters_shown import asked_terms, batch_notice, link_columns


@linked_page
@require_http_methods(["GET", "HEAD", "POST"])
def interpreting_answer(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is asked, and take the answer."""
    now, error = timezone.now(), ""
    form = AnswerForm(request.POST or None)
    hashes = hashes_of(key)
    try:
        tasks = link_tasks(hashes=hashes)
        check_link(as_asked(tasks), now=now, was_ended=not tasks and was_ended(hashes=hashes))
        if request.method == "POST" and form.is_valid():
            try:
                answer_by_link(
                    key=key,
                    wanted=request.POST.get("answer", ""),
                    note=form.cleaned_data["note"],
                    by=actor_of(request),
                    now=now,
                )
            except UnableToAnswer as refused:
                error = str(refused)
            else:
                messages.success(request, _("Your answer is with the office. Thank you."))
                return redirect("visits:interpreting_answer", key=key)
            tasks = link_tasks(hashes=hashes)
            check_link(as_asked(tasks), now=now)
    except UnusableLinkError as gone:
        return render(request, "visits/interpreting_gone.html", {"sentence": str(gone)}, status=410)
    visit, still = tasks[0].stop.visit, ahead(tasks, now=now)
    context = {
        "visit": visit,
        "tasks": tasks,
        "columns": link_columns(),
        "terms": asked_terms(visit, tasks),
        "notice": batch_notice(still),
        "answers": next_answers([task.state for task in still]),
        "form": form,
        "error": error,
    }
    return render(request, "visits/interpreting_answer.html", context, status=409 if error else 200)
