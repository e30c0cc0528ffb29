"""Forms of a posting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gagyo.accounts.models import User
from gagyo.ambassadors.models import Posting
from gagyo.ambassadors.rules.postings import PostingValues
from gagyo.common.forms.choosing import choose_from
from gagyo.registry.models import Body


class PostingForm(forms.Form):
    """Who is posted where, from when until when."""

    province = forms.TypedChoiceField(label=_("Province"), coerce=int)
    name_ko = forms.CharField(label=_("Name (Korean)"), max_length=200)
    name_en = forms.CharField(label=_("Name (English)"), max_length=200, required=False)
    starts_on = forms.DateField(label=pgettext_lazy("posting", "First day"))
    ends_on = forms.DateField(
        label=pgettext_lazy("posting", "Last day"), required=False, help_text=_("Empty: until further notice.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    user = forms.ModelChoiceField(
        label=_("Account"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Accounts with the role of ambassador. The province's office invites them."),
    )

    def __init__(self, *args: Any, provinces: list[Body], accounts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "province", [(body.pk, body.name) for body in provinces])
        user = self.fields["user"]
        assert isinstance(user, forms.ModelChoiceField)
        user.queryset = accounts
        user.empty_label = _("None")

    def values(self, *, old: Posting | None = None) -> PostingValues:
        """Return what was entered; old: the posting, whose contact the form does not ask for."""
        data = self.cleaned_data
        plain = ("name_ko", "name_en", "starts_on", "ends_on", "email", "phone")
        return PostingValues(
            province_id=data["province"],
            user_id=data["user"].pk if data["user"] else None,
            person_id=old.person_id if old else None,
            **{name: data[name] for name in plain},
        )


def posting_initial(row: Posting) -> dict[str, Any]:
    """Return what the form holds for a posting."""
    plain = ("name_ko", "name_en", "starts_on", "ends_on", "email", "phone")
    return {"province": row.province_id, "user": row.user_id, **{name: getattr(row, name) for name in plain}}


class EndForm(forms.Form):
    """The last day of a posting."""

    last_day = forms.DateField(label=pgettext_lazy("posting", "Last day"))
