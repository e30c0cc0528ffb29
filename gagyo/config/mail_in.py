"""Mail that comes in: from the settings to the one door."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from gagyo.common.actions.incoming import Receipt, TakeMail, receive_mail
from gagyo.common.actions.replies import ANSWER_ABOVE, reply_door
from gagyo.kernels.mailing.addresses import ReplyDoor
from gagyo.kernels.mailing.incoming import Limits


class UnableToReceiveMail(Exception):
    """No domain for answers is set."""


@dataclass(frozen=True)
class WayIn:
    """What the door needs, as the settings say it."""

    door: ReplyDoor
    limits: Limits
    handlers: Mapping[str, TakeMail]

    @classmethod
    def from_settings(cls) -> "WayIn":
        """
        Return the way in.

        :raises UnableToReceiveMail: if GAGYO_REPLY_DOMAIN is not set
        """
        door = reply_door()
        if door is None:
            raise UnableToReceiveMail(
                "No mail comes in: GAGYO_REPLY_DOMAIN is not set. Set it to the domain of answers (docs/operations.md)."
            )
        handlers: dict[str, TakeMail] = {kind: import_string(path) for kind, path in settings.MAIL_IN_HANDLERS.items()}
        return cls(door, Limits(settings.MAIL_IN_MAX_BYTES, settings.MAX_UPLOAD_BYTES), handlers)

    def take(self, *, data: bytes, return_path: str | None, recipient: str) -> Receipt:
        """Take in one message; an error goes up, for the mail server to try again later."""
        return receive_mail(
            data=data,
            return_path=return_path,
            recipient=recipient,
            door=self.door,
            limits=self.limits,
            handlers=self.handlers,
            markers=(ANSWER_ABOVE,),
            now=timezone.now(),
        )
