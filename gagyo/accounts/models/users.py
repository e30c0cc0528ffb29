"""A person's account; what the person may do comes from memberships in offices."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from gagyo.common.models import NamedModel


class UserManager(BaseUserManager["User"]):
    """Makes accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """Make an account; without a password it can only be opened by an invitation, a reset or OIDC."""
        user = self.model(email=email.strip().lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **values: Any) -> "User":
        """Make an account that also opens the read-only admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **values)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account whatever the case of its address."""
        return self.get(email__iexact=username)


class User(NamedModel, AbstractBaseUser, PermissionsMixin):
    """A person who signs in; offices keep the work, so an account can end and nothing is lost."""

    PERSONAL = frozenset({"email", "password", "name_ko", "name_en"})

    email = models.EmailField(_("E-mail"), unique=True)
    language = models.CharField(_("Language"), max_length=2, default="ko")
    is_active = models.BooleanField(_("Active"), default=True)
    is_staff = models.BooleanField(_("May open the admin"), default=False)
    is_sample = models.BooleanField(_("Sample data"), default=False)
    date_joined = models.DateTimeField(_("Joined"), auto_now_add=True)
    last_office = models.ForeignKey(
        "accounts.Office",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Last office"),
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email
