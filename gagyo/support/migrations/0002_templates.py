from django.db import migrations

# code, field, names, the words before the items, and the items, each in Korean and English
TEMPLATES = [
    (
        "introduction",
        "exchange",
        ("해외 도시 소개", "Introduction to a foreign city"),
        ("아래 도시와 교류를 시작하고자 합니다.", "We would like to begin an exchange with the city below."),
        [
            ("도시 개요와 우리 도시와의 적합성", "A profile of the city, and how it fits ours"),
            ("담당 부서와 연락처", "The office and person in charge there"),
            ("교류 의사 타진", "Sounding out whether they are interested"),
        ],
    ),
    (
        "programme-abroad",
        "exchange",
        ("해외 방문 일정 지원", "A visit programme abroad"),
        ("대표단의 방문 일정을 도와주시기 바랍니다.", "Please help with the programme of our delegation's visit."),
        [
            ("면담 주선", "Arranging a meeting"),
            ("기관 방문 주선", "Arranging a visit to an institution"),
            ("통역 소개", "Naming an interpreter"),
            ("현지 안전 정보", "Safety information"),
        ],
    ),
    (
        "speaker",
        "public_diplomacy",
        ("연사 추천", "A speaker"),
        ("행사에서 말씀해 주실 연사를 찾습니다.", "We look for a speaker at an event."),
        [("연사 추천", "Naming a speaker"), ("초청 의사 타진", "Sounding out whether the speaker would come")],
    ),
    (
        "ambassador-attends",
        "events",
        ("대사 참석", "Attendance of an ambassador"),
        ("행사에 대사님의 참석을 요청합니다.", "We ask an ambassador to attend an event."),
        [("참석 의사 타진", "Sounding out whether the ambassador can attend"), ("축사", "A congratulatory address")],
    ),
    (
        "country-facts",
        "other",
        ("국가 정보", "Facts about a country"),
        ("아래 나라에 관한 정보를 요청합니다.", "We ask for facts about the country below."),
        [
            ("정세와 경제 동향", "The political and economic situation"),
            ("지방정부 제도", "How local government works there"),
            ("유의할 점", "What to bear in mind"),
        ],
    ),
    (
        "incident",
        "incident",
        ("사건·사고 지원", "Help in an incident"),
        ("우리 시민 또는 대표단과 관련된 사건입니다.", "An incident that concerns our citizens or delegation."),
        [
            ("상황 확인", "Finding out what happened"),
            ("영사 조력", "Consular help"),
            ("가족·소속 기관 연락", "Informing families and employers"),
        ],
    ),
    (
        "bid",
        "events",
        ("국제행사 유치 지원", "Support for a bid to host an event"),
        ("국제행사를 유치하고자 합니다.", "We bid to host an international event."),
        [
            ("지지 서한", "A letter of support"),
            ("회원국 설득", "Speaking with member states"),
            ("경쟁 도시 정보", "What is known of the other bidders"),
        ],
    ),
]


def add(apps, _editor):
    template = apps.get_model("support", "RequestTemplate")
    template.objects.bulk_create(
        template(
            code=code,
            field=field,
            name_ko=names[0],
            name_en=names[1],
            text_ko=words[0],
            text_en=words[1],
            items=[{"ko": korean, "en": english} for korean, english in items],
            order=order,
        )
        for order, (code, field, names, words, items) in enumerate(TEMPLATES)
    )


class Migration(migrations.Migration):
    dependencies = [("support", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
