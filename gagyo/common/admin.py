"""
The admin shows the tables to a superuser and changes nothing: it would go round the rules.

An app's admin.py registers its models with `@admin.register(Tie)` on a subclass of ReadOnlyAdmin.
Columns that a model names in PERSONAL or SECRET, and hashes, are left out: people's data is read on the screens,
where it is recorded. Other packages' models are not shown: some hold secrets.
"""

from collections.abc import Iterable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gagyo.common.models import AuditRecord

SECRETS = frozenset({"password", "token_hash", "raw"})


class ReadOnlyAdmin(admin.ModelAdmin[models.Model]):
    """Lists and shows the rows of one model."""

    actions = None

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Refuse: rows are made by actions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Refuse: rows are changed by actions."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Refuse: rows are archived by actions."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Let a superuser look."""
        return request.user.is_active and request.user.is_superuser

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Return the columns without personal data and secrets."""
        left_out = SECRETS.union(getattr(self.model, "PERSONAL", ()), getattr(self.model, "SECRET", ()))
        return [
            column.name
            for column in self.model._meta.concrete_fields
            if not column.primary_key and column.name not in left_out
        ]


class ReadOnlySite(admin.AdminSite):
    """The admin: our own models, for superusers, behind the same sign-in with its second factor."""

    site_header = site_title = _("Gagyo tables")
    index_title = _("Read only")
    final_catch_all_view = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in our own models; other packages' are left out."""
        wanted = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        ours = [model for model in wanted if model.__module__.startswith("gagyo.")]
        for model in ours:
            if not (admin_class and issubclass(admin_class, ReadOnlyAdmin)):
                raise TypeError(f"{model.__name__} needs an admin class made from ReadOnlyAdmin.")
        super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Let superusers in."""
        return request.user.is_active and request.user.is_superuser

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Return a view of the admin behind the one sign-in page."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return gated

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the one sign-in page: a second door would know no second factor and no lock-out."""
        return redirect_to_login(reverse("admin:index"))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the page that changes the password."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the same page."""
        return HttpResponseRedirect(reverse("account_change_password"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Lead to the page that signs out."""
        return HttpResponseRedirect(reverse("account_logout"))


@admin.register(AuditRecord)
class AuditRecordAdmin(ReadOnlyAdmin):
    """What happened."""

    list_display = ("at", "event", "actor_label", "office_label", "about_label")
    list_filter = ("event", "channel")
