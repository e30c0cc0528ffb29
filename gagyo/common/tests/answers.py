"""Answers by e-mail for tests, and a feature that takes them."""

from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from gagyo.common.actions.incoming import UnableToTakeMail
from gagyo.common.models import JobRun
from gagyo.kernels.mailing.addresses import ReplyDoor, ReplyTo, same_mailbox
from gagyo.kernels.mailing.incoming import IncomingMail

DOOR = ReplyDoor("reply.example.kr", ("a secret",))
THREAD = ReplyTo("test", 7, 3)
ADDRESS = DOOR.address(THREAD)
KIM = "kim@example.kr"


def answer(text: str = "좋습니다.", *, number: str = "one", to: str = ADDRESS, **headers: str) -> bytes:
    """Return an answer as a mail program sends it."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"], made["Message-ID"] = (
        f"김담당 <{KIM}>",
        to,
        "Re: 방문",
        f"<{number}@a.kr>",
    )
    for name, value in headers.items():
        del made[name.replace("_", "-")]
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


@dataclass
class Feature:
    """
    Takes answers of KIM alone, and keeps each as a row, so that a test sees what was rolled back.

    failing: how many of the next ones fail after writing, as if the database had gone
    """

    failing: int = 0
    taken: list[IncomingMail] = field(default_factory=list)

    def __call__(self, *, mail: IncomingMail, to: ReplyTo, now: datetime) -> None:
        JobRun.objects.create(job=f"{to.kind} {to.thread} {to.recipient}", slot=mail.key[:40], at=now)
        if not same_mailbox(mail.sender, KIM):
            raise UnableToTakeMail("This address is another person's.\r\nAnswer from “your own” mailbox.")
        if self.failing:
            self.failing -= 1
            raise RuntimeError("gone")
        self.taken.append(mail)


def kept() -> list[str]:
    """Return the threads for which a feature has kept an answer, in order."""
    return list(JobRun.objects.filter(job__startswith="test ").order_by("pk").values_list("job", flat=True))
