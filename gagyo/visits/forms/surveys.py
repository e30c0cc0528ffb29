"""The survey that visitors fill in on their telephones, and the officer's form that opens it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from gagyo.common.forms.unseen import UnseenField
from gagyo.visits.choices import FollowUpKind
from gagyo.visits.models import Site, VisitParty
from gagyo.visits.rules.feedback import AnswerValues

SCORES: Final = [
    ("5", gettext_lazy("5 – very good")),
    ("4", "4"),
    ("3", "3"),
    ("2", "2"),
    ("1", gettext_lazy("1 – poor")),
]
YES_NO: Final = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
LEADS: Final = [FollowUpKind.TIE_LEAD, FollowUpKind.EXPORT_LEAD, FollowUpKind.INFORMATION]


class SurveyForm(forms.Form):
    """How it was, without a name; only the first question must be answered."""

    overall = forms.ChoiceField(label=gettext_lazy("How was your visit?"), choices=SCORES, widget=forms.RadioSelect)
    recommend = forms.ChoiceField(
        label=gettext_lazy("Would you recommend a visit to others?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    comment = forms.CharField(
        label=gettext_lazy("What should we know?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wanted = forms.CharField(
        label=gettext_lazy("What would you like to follow up?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "A partnership, a product, a document ... Say how we may reach you, if you want an answer."
        ),
    )
    website = UnseenField()

    def __init__(self, *args: Any, sites: list[Site], parties: list[VisitParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = sites
        for site in sites:
            self.fields[f"site_{site.pk}"] = forms.ChoiceField(
                label=site.name, choices=SCORES, widget=forms.RadioSelect, required=False
            )
        self.fields["party"] = forms.ChoiceField(
            label=gettext_lazy("Your delegation"),
            choices=[("", gettext_lazy("Rather not say")), *((str(party.pk), str(party)) for party in parties)],
            required=False,
        )
        if len(parties) < 2:
            del self.fields["party"]
        first = ["overall", *(f"site_{site.pk}" for site in sites)]
        self.order_fields([*first, "recommend", "comment", "wanted", "party"])

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that a person fills in."""
        return [self[name] for name in self.fields if name != "website"]

    def values(self) -> AnswerValues:
        """Return what was answered."""
        data = self.cleaned_data
        scores = {site.pk: data.get(f"site_{site.pk}") for site in self.sites}
        return AnswerValues(
            overall=int(data["overall"]),
            site_scores={pk: int(score) for pk, score in scores.items() if score},
            would_recommend={"yes": True, "no": False}.get(data["recommend"]),
            comment=data["comment"],
            wanted=data["wanted"],
            party_id=int(data["party"]) if data.get("party") else None,
        )


class SurveyOpenForm(forms.Form):
    """Until when visitors may answer."""

    closes_on = forms.DateField(label=gettext_lazy("Open until"))


class LeadForm(forms.Form):
    """What a visitor's words become."""

    kind = forms.ChoiceField(choices=[(each.value, each.label) for each in LEADS])
