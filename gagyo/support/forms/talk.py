"""Saying something on a request, and attaching files to it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gagyo.common.choices import LANGUAGES
from gagyo.common.forms.choosing import choose_from
from gagyo.common.models import TranslatedText
from gagyo.support.choices import Audience
from gagyo.support.rules.values import MOST_LETTERS, CommentValues

KINDS = _("PDF, HWPX, HWP, DOCX, XLSX, PPTX or an image, without macros and scripts.")


class CommentForm(forms.Form):
    """What is said, who reads it, who is named, and a file with it."""

    words = forms.CharField(
        label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}), max_length=MOST_LETTERS, required=False
    )
    language = forms.ChoiceField(label=_("Language of the comment"), choices=LANGUAGES)
    audience = forms.ChoiceField(
        label=_("Read by"),
        choices=Audience.choices,
        help_text=_("Your own office reads it in any case. Nobody reads it who does not read the request."),
    )
    mentions = forms.TypedMultipleChoiceField(
        label=_("Name somebody"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("They are told by e-mail, and it waits among their work. Offered are those who read the request."),
    )
    file = forms.FileField(label=_("File"), required=False, help_text=KINDS)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = language
        self.fields["audience"].initial = Audience.OFFICE
        choose_from(self, "mentions", people)
        if not people:
            del self.fields["mentions"]

    def values(self) -> CommentValues:
        """Return what was entered."""
        data = self.cleaned_data
        text = TranslatedText(data["words"].strip(), data["language"])
        return CommentValues(text, data["audience"], tuple(data.get("mentions") or ()))

    def uploads(self) -> list[UploadedFile]:
        """Return what was attached."""
        return [self.cleaned_data["file"]] if self.cleaned_data.get("file") else []


class AttachForm(forms.Form):
    """A file on a request itself."""

    file = forms.FileField(label=_("File"), help_text=KINDS)
    title = forms.CharField(
        label=_("Document title"), max_length=200, required=False, help_text=_("Empty: the name of the file.")
    )
    audience = forms.ChoiceField(label=_("Read by"), choices=Audience.choices, initial=Audience.ALL)
