"""What comes in on the screens of accounts and offices."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.choices import OfficeKind, Role, Scope
from gagyo.accounts.models import Office
from gagyo.accounts.rules import roles_for
from gagyo.common.forms.choosing import choose_from

CONTRASTS = [("", _("As the device says")), ("light", _("Standard")), ("high", _("High"))]


class ReasonForm(forms.Form):
    """Why personal data is read or downloaded."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=5,
        max_length=500,
        help_text=_("It is kept in the audit record with your name, the time and whose data you received."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NamesForm(forms.Form):
    """Somebody's name in both languages; one of them is enough."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200, required=False)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one name."""
        values = self.cleaned_data
        if not values.get("name_ko") and not values.get("name_en"):
            raise forms.ValidationError(_("Enter your name in Korean or in English."))
        return {**values, "name_ko": values.get("name_ko") or values.get("name_en") or ""}


class ProfileForm(NamesForm):
    """A person's own names, language and colours."""

    language = forms.ChoiceField(label=_("Language of the screens"), choices=settings.LANGUAGES)
    contrast = forms.ChoiceField(label=_("Contrast on this device"), choices=CONTRASTS, required=False)


class AcceptForm(NamesForm):
    """What a new member chooses behind an invitation's link."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters, not only digits. A short sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        """Compare the two passwords."""
        values = super().clean()
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", _("The two passwords differ. Enter the same one twice."))
        return values


class OfficeForm(forms.Form):
    """An office's names."""

    name_ko = forms.CharField(label=_("Korean name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewOfficeForm(OfficeForm):
    """A new office."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OfficeKind.choices)
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        required=False,
        help_text=_("The administrative code, where the office has one."),
    )
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=Office.objects.filter(archived_at=None), required=False
    )

    def clean_code(self) -> str:
        """Refuse a code that another office has."""
        code: str = self.cleaned_data["code"]
        if code and (other := Office.objects.filter(code=code).first()):
            raise forms.ValidationError(
                _("%(office)s has the code %(code)s already. Enter another one."),
                params={"office": other, "code": code},
            )
        return code


class RoleForm(forms.Form):
    """Which role somebody has in an office."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args: Any, office_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "role", [(role.value, role.label) for role in roles_for(office_kind=office_kind)])


class InviteForm(RoleForm):
    """Who is invited, as what, in which language."""

    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)
    field_order = ("email", "role", "language")


class TokenForm(forms.Form):
    """A new token for a program."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("What it may read"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(90, _("90 days")), (365, _("One year")), (0, _("Until it is revoked"))],
        initial=365,
    )


class OfficeFilterForm(forms.Form):
    """Finds an office in the list."""

    q = forms.CharField(label=_("Name or code"), max_length=100, required=False)


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Registering a passkey or a security key."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text = _("Name of the key"), _("By it you tell your keys apart.")
        alone.label = _("Sign in with this key alone")
        alone.help_text = _("No password is asked for; the key then asks for your finger, face or PIN.")
