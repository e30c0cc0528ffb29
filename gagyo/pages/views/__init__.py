"""Screens that span features."""

from gagyo.pages.views.home import home
from gagyo.pages.views.operations import mail_resend, operations, task_retry
from gagyo.pages.views.work import work

__all__ = ["home", "mail_resend", "operations", "task_retry", "work"]
