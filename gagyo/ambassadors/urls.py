"""Addresses of this app."""

from django.urls import path, re_path

from gagyo.accounts.views.gates import signed_in
from gagyo.ambassadors.rules.plan_moves import CaseStep, PlanStep
from gagyo.ambassadors.views import (
    activities,
    activity_pages,
    advice,
    cases,
    clock,
    consolidated,
    handover,
    plan_forms,
    plan_steps,
    plans,
    posting_forms,
    postings,
    public_advice,
)

app_name = "ambassadors"
POSTING = "ambassadors/postings/<int:posting_id>/"
ACTIVITY = "ambassadors/activities/<int:activity_id>/"
ADVICE = "ambassadors/advice/<int:question_id>/"
ASK = "ambassadors/ask/"
FOLLOWED = f"{ASK}questions/<str:key>/"
FILE = f"{ACTIVITY}files/<int:file_id>/"
PLAN = "ambassadors/plans/<int:plan_id>/"
GOAL = "ambassadors/goals/<int:goal_id>/"
PLANNED = "ambassadors/planned/<int:activity_id>/"
YEAR = "ambassadors/consolidated/<int:year>/"
EDITION = "ambassadors/consolidated/editions/<int:edition_id>/"
CASE = "ambassadors/cases/<int:case_id>/"
PAPER = r"(?P<spoken>ko|en)\.(?P<form_name>hwpx|pdf|xlsx)$"

urlpatterns = [
    path("ambassadors/", signed_in(postings.provinces), name="provinces"),
    path("ambassadors/postings/add/", signed_in(posting_forms.posting_add), name="posting_add"),
    path(POSTING, signed_in(postings.posting), name="posting"),
    path(f"{POSTING}edit/", signed_in(posting_forms.posting_edit), name="posting_edit"),
    path(f"{POSTING}end/", signed_in(posting_forms.posting_end), name="posting_end"),
    path(f"{POSTING}archive/", signed_in(posting_forms.posting_archive), name="posting_archive"),
    path(f"{POSTING}restore/", signed_in(posting_forms.posting_restore), name="posting_restore"),
    path(f"{POSTING}hand-over/", signed_in(handover.handover), name="handover"),
    path(f"{POSTING}take-over/", signed_in(handover.taking_over), name="take_over"),
    path("ambassadors/activities/", signed_in(activities.activities), name="activities"),
    path("ambassadors/activities/figures/", signed_in(activities.activity_figures), name="activity_figures"),
    path("ambassadors/activities/add/", signed_in(activity_pages.activity_add), name="activity_add"),
    path(ACTIVITY, signed_in(activity_pages.activity), name="activity"),
    path(f"{ACTIVITY}edit/", signed_in(activity_pages.activity_edit), name="activity_edit"),
    path(f"{ACTIVITY}kept/", signed_in(activity_pages.activity_kept), name="activity_kept"),
    path(f"{ACTIVITY}archive/", signed_in(activity_pages.activity_archive), name="activity_archive"),
    path(f"{ACTIVITY}restore/", signed_in(activity_pages.activity_restore), name="activity_restore"),
    path(f"{ACTIVITY}files/add/", signed_in(activity_pages.file_add), name="file_add"),
    path(FILE, signed_in(activity_pages.file), name="file"),
    path(f"{FILE}remove/", signed_in(activity_pages.file_move), {"back": False}, name="file_remove"),
    path(f"{FILE}restore/", signed_in(activity_pages.file_move), {"back": True}, name="file_restore"),
    path("ambassadors/plans/", signed_in(plans.plans), name="plans"),
    path("ambassadors/plans/new/", signed_in(plan_forms.plan_add), name="plan_add"),
    path("ambassadors/plans/clock/", signed_in(clock.clock), name="clock"),
    path("ambassadors/plans/clock/<int:year>/<slug:event>/", signed_in(clock.clock_edit), name="clock_edit"),
    path(PLAN, signed_in(plans.plan_page), name="plan"),
    path(f"{PLAN}edit/", signed_in(plan_forms.plan_edit), name="plan_edit"),
    path(f"{PLAN}fill/", signed_in(plan_forms.plan_fill), name="plan_fill"),
    path(f"{PLAN}versions/<int:number>/", signed_in(plans.plan_version), name="plan_version"),
    path(f"{PLAN}comment/", signed_in(plan_forms.plan_comment), name="plan_comment"),
    path(f"{PLAN}restore/", signed_in(plan_steps.plan_restore), name="plan_restore"),
    *(
        path(f"{PLAN}{step.value.replace('_', '-')}/", signed_in(plan_steps.step_view(step)), name=f"plan_{step.value}")
        for step in PlanStep
        if step in plan_steps.SCREENS
    ),
    path(f"{PLAN}goals/new/", signed_in(plan_forms.goal_add), name="goal_add"),
    path(f"{GOAL}edit/", signed_in(plan_forms.goal_edit), name="goal_edit"),
    path(f"{GOAL}remove/", signed_in(plan_forms.goal_remove), name="goal_remove"),
    path(f"{PLAN}activities/new/", signed_in(plan_forms.planned_add), name="planned_add"),
    path(f"{PLANNED}edit/", signed_in(plan_forms.planned_edit), name="planned_edit"),
    path(f"{PLANNED}remove/", signed_in(plan_forms.planned_remove), name="planned_remove"),
    path(f"{PLANNED}result/", signed_in(plan_forms.planned_result), name="planned_result"),
    path(YEAR, signed_in(consolidated.consolidated), name="consolidated"),
    path(f"{YEAR}publish/", signed_in(consolidated.publish), name="publish"),
    re_path(
        rf"^ambassadors/consolidated/(?P<year>20[0-9]{{2}}|2100)/{PAPER}",
        signed_in(consolidated.consolidated_paper),
        name="consolidated_paper",
    ),
    path(EDITION, signed_in(consolidated.edition), name="edition"),
    re_path(
        rf"^ambassadors/consolidated/editions/(?P<edition_id>[0-9]{{1,18}})/{PAPER}",
        signed_in(consolidated.edition_paper),
        name="edition_paper",
    ),
    path("ambassadors/advice/", signed_in(advice.advice_desk), name="advice_desk"),
    path("ambassadors/advice/add/", signed_in(advice.advice_add), name="advice_add"),
    path(ADVICE, signed_in(advice.advice), name="advice"),
    path(f"{ADVICE}answer/", signed_in(advice.advice_answer), name="advice_answer"),
    path(f"{ADVICE}withdraw/", signed_in(advice.advice_withdraw), name="advice_withdraw"),
    path(f"{ADVICE}request/", signed_in(advice.advice_request), name="advice_request"),
    path(ASK, public_advice.ask, name="ask"),
    path(f"{ASK}<int:office_id>/", public_advice.question_add, name="question_add"),
    path(f"{ASK}<int:office_id>/sent/<slug:number>/", public_advice.question_sent, name="question_sent"),
    path(FOLLOWED, public_advice.question_followed, name="question_followed"),
    path(f"{FOLLOWED}confirm/", public_advice.question_confirm, name="question_confirm"),
    path(f"{FOLLOWED}withdraw/", public_advice.question_withdraw, name="question_withdraw"),
    path("ambassadors/cases/", cases.cases, name="cases"),
    path(CASE, cases.case_page, name="case"),
    path(f"{ACTIVITY}case/", signed_in(cases.case_begin), name="case_begin"),
    path(f"{CASE}edit/", signed_in(cases.case_edit), name="case_edit"),
    *(
        path(f"{CASE}{step.value.replace('_', '-')}/", signed_in(cases.step_view(step)), name=f"case_{step.value}")
        for step in CaseStep
        if step in cases.STEPS
    ),
    path(f"{CASE}restore/", signed_in(cases.case_restore), name="case_restore"),
    path(f"{CASE}figures/add/", signed_in(cases.case_figure_add), name="case_figure_add"),
    path(
        "ambassadors/cases/figures/<int:figure_id>/remove/",
        signed_in(cases.case_figure_remove),
        name="case_figure_remove",
    ),
    re_path(
        r"^ambassadors/cases/(?P<year>20[0-9]{2}|2100)/(?P<spoken>ko|en)\.(?P<form_name>hwpx|pdf)$",
        cases.cases_paper,
        name="cases_paper",
    ),
]
