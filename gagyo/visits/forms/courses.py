"""The forms of training courses and of the working council."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.choices import Visibility
from gagyo.common.forms.choosing import ALL, choose_from
from gagyo.common.forms.texts import TranslatedTextMixin, text_initial
from gagyo.common.models import TranslatedText
from gagyo.registry.forms import BodyChoice
from gagyo.visits.choices import CourseStage
from gagyo.visits.models import CouncilMeeting, WorkingCouncil
from gagyo.visits.queries.courses import CourseFilter
from gagyo.visits.rules.courses import CouncilValues, CourseValues, MeetingValues, next_stages


class CourseFilterForm(forms.Form):
    """Every field may be empty; a value that cannot be is passed over, so that an old link still opens."""

    q = forms.CharField(label=_("Words"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[ALL, *CourseStage.choices], required=False)
    own = forms.ChoiceField(label=_("Office"), choices=[ALL, ("1", _("Own office"))], required=False)

    def wanted(self) -> CourseFilter:
        """Return the filter; fields with impossible values count as empty."""
        self.is_valid()
        data = self.cleaned_data
        return CourseFilter(q=data.get("q") or "", stage=data.get("stage") or "", own=data.get("own") == "1")


class CourseForm(TranslatedTextMixin, forms.Form):
    """A training course; the stage in which it is found is asked for once, later it moves."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    institution = BodyChoice(label=_("Institution"), help_text=_("Who runs the course: KOICA, a university ..."))
    target = forms.CharField(
        label=_("Target officials"),
        max_length=200,
        required=False,
        help_text=_("From where and of which rank: “directors of ASEAN city governments”."),
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=CourseStage.choices)
    stage_on = forms.DateField(label=_("In this stage since"))
    starts_on = forms.DateField(label=_("From"), required=False)
    ends_on = forms.DateField(label=_("Until"), required=False)
    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility.choices)

    def __init__(self, *args: Any, moves: bool = False, **kwargs: Any) -> None:
        """Build the form; moves: the course is there already, so its stage is moved elsewhere."""
        super().__init__(*args, **kwargs)
        self.fields["text_original"].label = _("Evaluation")
        self.fields["text_original"].help_text = _("How it went, what was said, whether to propose it again.")
        if moves:
            del self.fields["stage"], self.fields["stage_on"]

    def values(self, *, old: CourseValues | None = None) -> CourseValues:
        """Return what was entered."""
        data = self.cleaned_data
        return CourseValues(
            name_ko=data["name_ko"],
            name_en=data["name_en"],
            institution_id=data["institution"].pk,
            target=data["target"],
            stage=old.stage if old else data["stage"],
            stage_on=old.stage_on if old else data["stage_on"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            evaluation=self.text_values(old=old.evaluation if old else None),
            visibility=data["visibility"],
        )


def course_initial(values: CourseValues) -> dict[str, Any]:
    """Return what the form holds for a course."""
    same = ("name_ko", "name_en", "target", "stage", "stage_on", "starts_on", "ends_on", "visibility")
    found = {name: getattr(values, name) for name in same}
    return {**found, "institution": values.institution_id or None, **text_initial(values.evaluation)}


class StageForm(forms.Form):
    """Moving a course to another stage."""

    stage = forms.ChoiceField(label=_("New stage"))
    on = forms.DateField(label=_("On"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed when it was not won, and for a way back."),
    )

    def __init__(self, *args: Any, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "stage", [(each.value, each.label) for each in next_stages(stage)])


class CouncilForm(forms.Form):
    """A working council."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    visibility = forms.ChoiceField(label=_("Visible to"), choices=Visibility.choices)

    def values(self) -> CouncilValues:
        """Return what was entered."""
        return CouncilValues(**self.cleaned_data)


def council_initial(council: WorkingCouncil) -> dict[str, Any]:
    """Return what the form holds for a council."""
    return {name: getattr(council, name) for name in ("name_ko", "name_en", "visibility")}


class DayForm(forms.Form):
    """The day as of which the members are shown."""

    on = forms.DateField(label=_("As of"), required=False)


class MemberForm(forms.Form):
    """Taking an institution into the council."""

    body = BodyChoice(label=_("Institution"))
    starts_on = forms.DateField(label=_("From"))


class MemberEndForm(forms.Form):
    """Ending a membership."""

    ends_on = forms.DateField(label=_("Until"), help_text=_("The last day on which it was a member."))


class MeetingForm(forms.Form):
    """A meeting of the council."""

    held_on = forms.DateField(label=_("Held on"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    agenda = forms.CharField(label=_("Agenda"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    result = forms.CharField(label=_("Result"), widget=forms.Textarea(attrs={"rows": 4}), required=False)

    def values(self, *, old: CouncilMeeting | None = None) -> MeetingValues:
        """Return what was entered; translations of an unchanged text stay."""
        data = self.cleaned_data
        return MeetingValues(
            held_on=data["held_on"],
            place=data["place"],
            agenda=kept_text(data["agenda"], old.agenda if old else None),
            result=kept_text(data["result"], old.result if old else None),
        )


def kept_text(text: str, old: TranslatedText | None) -> TranslatedText:
    """Return a text; one that was not changed keeps its translations."""
    return old if old is not None and old.original == text else TranslatedText(text, "ko")


def meeting_initial(meeting: CouncilMeeting) -> dict[str, Any]:
    """Return what the form holds for a meeting."""
    return {
        "held_on": meeting.held_on,
        "place": meeting.place,
        "agenda": meeting.agenda.original,
        "result": meeting.result.original,
    }
