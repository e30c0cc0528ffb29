"""What is new in an answer, as mail programs used in Korea and abroad write answers."""

import time

import pytest

from gagyo.kernels.mailing.html_text import text_of_html
from gagyo.kernels.mailing.quoting import new_text

ANSWER = "네, 5월 12일이 좋습니다.\n\n오전 10시에 뵙겠습니다."
OURS = "> 방문 일정을 알려 주십시오.\n> 감사합니다."
PLAIN = {
    "nothing quoted": ANSWER,
    "Gmail, Korean": f"{ANSWER}\n\n2026년 11월 22일 (일) 오후 7:00, 가교 <reply+1abc@example.kr>님이 작성:\n\n{OURS}",
    "Gmail, Korean, broken over lines": (
        f"{ANSWER}\n\n2026년 11월 22일 (일) 오후 7:00, 가교 <\nreply+1abc@reply.example.kr>님이 작성:\n\n{OURS}"
    ),
    "Gmail, English": f"{ANSWER}\n\nOn Sun, Nov 22, 2026 at 7:00 PM Gagyo <reply+1abc@example.kr> wrote:\n\n{OURS}",
    "Gmail, English, broken over lines": (
        f"{ANSWER}\n\nOn Sun, Nov 22, 2026 at 7:00 PM Gagyo <\nreply+1abc@reply.example.kr> wrote:\n\n{OURS}"
    ),
    "Apple Mail, Korean": f"{ANSWER}\n\n2026. 11. 22. 오후 7:00, 가교 <reply@example.kr> 작성:\n\n{OURS}",
    "Apple Mail, English": f"{ANSWER}\n\nOn 22 Nov 2026, at 19:00, Gagyo <reply@example.kr> wrote:\n\n{OURS}",
    "Thunderbird, Korean": f"{ANSWER}\n\n2026-11-22 오후 7:00에 가교 이(가) 쓴 글:\n{OURS}",
    "Outlook, Korean": (
        f"{ANSWER}\n\n________________________________\n보낸 사람: 가교 <reply@example.kr>\n"
        "보낸 날짜: 2026년 11월 22일 일요일 오후 7:00\n받는 사람: 김담당 <kim@example.kr>\n제목: 방문 일정\n\n"
        "방문 일정을 알려 주십시오."
    ),
    "Outlook, English": (
        f"{ANSWER}\n\nFrom: Gagyo <reply@example.kr>\nSent: Sunday, November 22, 2026 7:00 PM\n"
        "To: Kim <kim@example.kr>\nSubject: Visit\n\nTell us the dates."
    ),
    "Outlook, bold headers": (
        f"{ANSWER}\n\n*From:* Gagyo <reply@example.kr>\n*Sent:* Sunday\n*To:* Kim\n*Subject:* Visit\n\nTell us."
    ),
    "Naver": (
        f'{ANSWER}\n\n-----Original Message-----\nFrom: "가교" <reply@example.kr>\nTo: <kim@naver.com>\nCc:\n'
        "Sent: 2026-11-22 (일) 19:00:00 (GMT+09:00)\nSubject: 방문 일정\n\n방문 일정을 알려 주십시오."
    ),
    "Daum": f"{ANSWER}\n\n--------- 원본 메일 ---------\n보낸사람: 가교\n받는사람: 김담당\n제목: 방문\n\n일정을",
    "our own line": f"{ANSWER}\n\n## 이 줄 위에 답해 주세요 ##\n\n무엇이든 여기에",
    "below the quotation": f"2026년 11월 22일 (일) 오후 7:00, 가교 <r@example.kr>님이 작성:\n\n{OURS}\n\n{ANSWER}",
    "between the quoted lines": (
        "On Sun, Nov 22, 2026 at 7:00 PM Gagyo <r@example.kr> wrote:\n"
        "> 언제가 좋습니까?\n네, 5월 12일이 좋습니다.\n\n> 몇 시입니까?\n오전 10시에 뵙겠습니다."
    ),
    "with a signature": f"{ANSWER}\n\n-- \n김담당\n국제협력과",
    "from a telephone, Korean": f"{ANSWER}\n\n나의 iPhone에서 보냄",
    "from a telephone, English": f"{ANSWER}\n\nSent from my iPhone\n",
    "from a Galaxy": f"{ANSWER}\n\n나의 Galaxy에서 보냄\n\n2026년 11월 22일 오후 7:00, <r@a.kr>님이 작성:\n{OURS}",
    "from Outlook on a telephone": f"{ANSWER}\n\niOS용 Outlook 다운로드<https://aka.ms/o0ukef>\n",
    "with the line ends of mail": f"{ANSWER}\n\n{OURS}".replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_only_what_is_new_is_left(text: str) -> None:
    assert new_text(text, markers=("이 줄 위에 답해 주세요",)) == ANSWER


STAYS = {
    "a list with colons": "To: the mayor\nWe come on Monday.",
    "a date and a colon": "2026년 5월 12일 일정:\n10시 시청\n14시 박물관",
    "a line of hyphens": "1. 시청\n----------\n2. 박물관",
    "a sentence that begins with on": "On Monday we wrote to the museum: they agree.",
    "an arrow": "시청 -> 박물관",
    "a sign-off": "좋습니다.\n\n김담당 드림",
    "an answer below a year": "2026년\n계획서는 이렇게 작성:\n10쪽 이내",
    "two lines about a letter": "On Monday we met.\nThen the mayor wrote:\nWelcome.",
    "who drafted it": "2026년 계획서 작성: 김담당",
}


@pytest.mark.parametrize("text", STAYS.values(), ids=STAYS)
def test_what_a_person_wrote_stays(text: str) -> None:
    assert new_text(text) == text


def test_an_answer_without_words_is_empty() -> None:
    assert new_text(f"\n\n{OURS}\n") == ""


HTML_ANSWER = "<div>네, <b>5월 12일</b>이 좋습니다.</div><div><br></div><div>오전&nbsp;10시에 뵙겠습니다.</div>"
HTML = {
    "Gmail": f'{HTML_ANSWER}<br><div class="gmail_quote"><div>2026년 …</div><blockquote>일정을</blockquote></div>',
    "Apple Mail": f'{HTML_ANSWER}<blockquote type="cite"><div>일정을<div>둘</div></div></blockquote>',
    "Thunderbird": f'{HTML_ANSWER}<div class="moz-cite-prefix">On … wrote:<br></div><blockquote>일정을</blockquote>',
    "Outlook": f'{HTML_ANSWER}<hr><div id="divRplyFwdMsg"><b>From:</b> Gagyo</div><div>일정을</div>',
    "Outlook on the web": f'{HTML_ANSWER}<div id="x_appendonsend"></div><hr><div>일정을</div>',
    "with style and script": f"<head><title>t</title><style>p {{}}</style></head>{HTML_ANSWER}<script>x()</script>",
    "never closed": f"{HTML_ANSWER}<blockquote><p>일정을<p>둘",
    "a quotation with tags left open": f"<blockquote><p>일정을<br>둘</blockquote>{HTML_ANSWER}",
}


@pytest.mark.parametrize("html", HTML.values(), ids=HTML)
def test_html_is_read_as_text_without_its_quotation(html: str) -> None:
    new, _ = text_of_html(html)
    assert new_text(new) == "네, 5월 12일이 좋습니다.\n\n오전 10시에 뵙겠습니다."


def test_the_whole_of_html_is_kept_too() -> None:
    _, whole = text_of_html(HTML["Apple Mail"])
    assert "일정을\n둘" in whole


def test_a_long_message_made_to_be_slow_is_read_in_linear_time() -> None:
    """Compared with half as long a message, so that it holds on any machine."""
    for unit in ("On 2026. \n", "2026년" + "a" * 60, "<div><blockquote>", "From: x\n", "\n", "--"):
        half = [seconds_for(unit, 20_000), seconds_for(unit, 20_000)]
        assert seconds_for(unit, 40_000) < 20 * max(min(half), 0.05)


def seconds_for(unit: str, signs: int) -> float:
    text = (unit * signs)[:signs]
    began = time.process_time()
    new_text(text)
    text_of_html(text)
    return time.process_time() - began
