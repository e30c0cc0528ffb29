"""What is said and attached on Namyangju's sample request that is under way; everything in it is invented."""

from datetime import datetime, timedelta

from gagyo.accounts.models import Office, User
from gagyo.common.actions.files import store_data
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.report import Document, Paragraph
from gagyo.support.choices import Audience, RequestState
from gagyo.support.models import Attachment, Comment, Leg, Mention

OFFICER, MISSION = "officer", "mission_officer"
# who, for whom, in which language, on the mission's leg or not, how many hours ago, and the words
SAID: list[tuple[str, Audience, str, bool, int, str]] = [
    (OFFICER, Audience.OFFICE, "ko", False, 50, "청소년수련관에서 참가 인원을 모레 확정한다고 합니다."),
    (MISSION, Audience.ALL, "en", True, 30, "The school asks how many pupils will come, and how old they are."),
    (OFFICER, Audience.ALL, "ko", True, 26, "중학생 12명과 인솔 교사 2명입니다. 계획을 첨부합니다."),
    (MISSION, Audience.LEGS, "en", True, 4, "The school can host them; the town hall has not replied yet."),
]
PLAN = [
    "중학생 12명과 인솔 교사 2명이 닷새 동안 머무릅니다.",
    "다트퍼드 시청을 예방하고 현지 학교에서 함께 수업을 듣습니다.",
]


def load_talk(*, offices: dict[str, Office], by: Actor, now: datetime) -> list[Comment]:
    """Write the comments on the first of the officer's requests that the mission abroad works on, and return them."""
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(is_sample=True)}
    mission = offices["sample-abroad"]
    legs = Leg.objects.filter(office=mission, request__officer=people[OFFICER], request__state=RequestState.UNDER_WAY)
    leg = legs.select_related("request__office").order_by("pk").first()
    if leg is None or leg.request.office is None:
        return []
    row, office = leg.request, leg.request.office
    made = []
    for who, audience, language, on_leg, hours, words in SAID:
        made.append(
            Comment.objects.create(
                request=row,
                leg=leg if on_leg else None,
                audience=audience,
                office=mission if who == MISSION else office,
                author=people[who],
                text=TranslatedText(words, language),
                at=now - timedelta(hours=hours),
            )
        )
    Mention.objects.create(comment=made[1], user=people[OFFICER])
    plan = Document(title="다트퍼드 청소년 교류 계획(안)", blocks=tuple(Paragraph(words) for words in PLAN))
    data = write_hwpx(plan, made_at=now, author=str(office))
    stored = store_data(data=data, name="청소년 교류 계획.hwpx", by=by, now=now)
    for comment in (None, made[2]):
        Attachment.objects.create(
            request=row,
            comment=comment,
            file=stored,
            title="청소년 교류 계획",
            audience=Audience.ALL,
            office=office,
            text="\n".join(PLAN),
        )
    return made
