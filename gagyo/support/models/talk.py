"""What is said and attached on a request, and to whom it is shown."""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Office
from gagyo.common.models import ArchivableModel, StoredFile, TranslatedTextField
from gagyo.common.rules import Actor
from gagyo.support.choices import Audience
from gagyo.support.models.legs import Leg
from gagyo.support.models.requests import SupportRequest

M_co = TypeVar("M_co", bound="models.Model", covariant=True)


class HeardQuerySet(models.QuerySet[M_co]):
    """Comments or attachments as somebody reads them."""

    def heard_by(self, actor: Actor, *, taken_away: bool = False) -> Self:
        """
        Leave out what is meant for others; of a request that the actor reads already.

        taken_away: whether what was taken away is there too
        """
        # The condition asks legs, and is one for comments and attachments.
        from gagyo.support.models.readable import heard

        rows = self.filter(heard(actor))
        return rows if taken_away else rows.filter(archived_at=None)

    def for_user(self, actor: Actor, *, taken_away: bool = False) -> Self:
        """Return what the actor reads, on whichever request. taken_away: whether with what was taken away"""
        readable = SupportRequest.objects.for_user(actor).order_by()
        return self.heard_by(actor, taken_away=taken_away).filter(request__in=readable)


class Comment(ArchivableModel):
    """
    Something said on a request.

    leg: None for the whole request; office: the author's at the time; message_id: of the mail that it came by
    words: the text and its translations as they are searched, written by save()
    """

    PERSONAL = frozenset({"text", "words"})

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="comments")
    leg = models.ForeignKey(
        Leg, models.SET_NULL, null=True, blank=True, related_name="comments", verbose_name=_("leg of a request")
    )
    audience = models.CharField(_("Read by"), max_length=6, choices=Audience.choices, default=Audience.OFFICE)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("Office"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Author")
    )
    text = TranslatedTextField(verbose_name=_("Comment"), blank=False)
    words = models.TextField(_("Words for the search"), blank=True, editable=False)
    at = models.DateTimeField(_("Written"))
    message_id = models.CharField(_("Message id"), max_length=255, unique=True, null=True, blank=True)

    objects = models.Manager.from_queryset(HeardQuerySet)()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["request", "at"], name="support_comment_request")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it with its words as they are searched: in a column of its own, since JSON is slow to look into."""
        self.words = "\n".join([self.text.original, *(text for text, _state in self.text.translations.values())])
        super().save(*args, **kwargs)


class Mention(models.Model):
    """A person named in a comment, who is told of it; it waits among their work until they have seen it."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Person"))
    seen_at = models.DateTimeField(_("Seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="support_mention_once")]
        indexes = [models.Index(fields=["user", "seen_at"], name="support_mention_waiting")]

    def __str__(self) -> str:
        return str(self.user)


class Attachment(ArchivableModel):
    """A file on a request; text: what stands in it, for the search."""

    PERSONAL = frozenset({"title", "text"})

    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="attachments")
    comment = models.ForeignKey(
        Comment, models.SET_NULL, null=True, blank=True, related_name="attachments", verbose_name=_("comment")
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    audience = models.CharField(_("Read by"), max_length=6, choices=Audience.choices, default=Audience.ALL)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("Office"))
    text = models.TextField(_("Text in the file"), blank=True)

    objects = models.Manager.from_queryset(HeardQuerySet)()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        """What the audit record calls it, without its words."""
        return f"#{self.pk}"
