"""What the figures of ambassadors count, in one sentence each."""

from gagyo.kernels.indicators.figure import CountingRule

ACTIVITIES = CountingRule(
    code="ambassador-activities",
    name_ko="국제관계대사 활동",
    name_en="Activities of ambassadors",
    sentence_ko="읽을 수 있는 활동 가운데 선택한 조건에 맞는 것을 1건씩 셉니다. 보관한 것은 뺍니다.",
    sentence_en="Activities that you may read and that fit the filters, each once; those put away are left out.",
)
PROMISES = CountingRule(
    code="ambassador-promises-open",
    name_ko="아직 지키지 않은 약속",
    name_en="Promises not kept yet",
    sentence_ko="결과가 ‘약속함’인 활동 가운데 이행일이 없는 것을 1건씩 셉니다.",
    sentence_en="Activities in which something was promised and no day is entered on which it was kept, each once.",
)
OPEN_REQUESTS = CountingRule(
    code="province-requests-open",
    name_ko="시도의 진행 중 지원 요청",
    name_en="Open requests of the province",
    sentence_ko="시도가 직접 보낸 지원 요청 가운데 답변이 나가지 않은, 읽을 수 있는 것을 1건씩 셉니다.",
    sentence_en="Support requests that the province itself has sent and that are not answered yet, as far as you read.",
)
ANSWERED_REQUESTS = CountingRule(
    code="province-requests-answered",
    name_ko="시도의 답변받은 지원 요청",
    name_en="Answered requests of the province",
    sentence_ko="시도가 직접 보낸 지원 요청 가운데 답변이 나간, 읽을 수 있는 것을 1건씩 셉니다.",
    sentence_en="Support requests that the province itself has sent and that are answered, as far as you read them.",
)
ADVICE = CountingRule(
    code="ambassador-questions",
    name_ko="국제관계대사 자문 질문",
    name_en="Questions to ambassadors",
    sentence_ko="우리 부서가 받거나 보낸 질문 중 조건에 맞는 것을 1건씩 셉니다. 본인 확인 전의 것은 뺍니다.",
    sentence_en="Questions that your office was asked or has asked and that fit the filters, each once; "
    "unconfirmed ones are left out.",
)
