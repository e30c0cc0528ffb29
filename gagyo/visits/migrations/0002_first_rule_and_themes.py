from datetime import date

from django.db import migrations

RULE = {
    "code": "received-visits",
    "name_ko": "대표단 방문(실인원)",
    "name_en": "Delegations received (each person once a visit)",
    "sentence_ko": (
        "기간 안에 시작해 기준일까지 진행 중이거나 끝난 방문을 셉니다. 한 나라는 몇 번 와도 1개국, 여러 나라가 함께 온 방문은 "
        "1회이고, 인원은 방문마다 실인원을 더합니다."
    ),
    "sentence_en": (
        "Visits that began in the period until the as-of date and are under way or done. A country counts once however "
        "often it came, a visit of several countries once, and a person once in each visit."
    ),
    "starts_on": date(2023, 1, 1),
    "states": ["under_way", "done"],
    "dated_by": "starts_on",
}
THEMES = [
    ("smart-city", "스마트도시", "Smart city"),
    ("e-government", "전자정부", "E-government"),
    ("transport", "교통", "Transport"),
    ("civil-service", "민원 행정", "Public services"),
    ("urban-planning", "도시계획", "Urban planning"),
    ("environment", "환경", "Environment"),
    ("culture", "문화·도서관", "Culture and libraries"),
    ("education", "교육", "Education"),
    ("health", "보건·복지", "Health and welfare"),
    ("economy", "경제·투자", "Economy and investment"),
    ("agriculture", "농업·농촌", "Agriculture and rural areas"),
    ("safety", "안전·재난", "Safety and disasters"),
    ("local-autonomy", "지방자치", "Local autonomy"),
]


def add(apps, _editor):
    apps.get_model("visits", "VisitRule").objects.create(**RULE)
    theme = apps.get_model("visits", "Theme")
    theme.objects.bulk_create(
        theme(code=code, name_ko=name_ko, name_en=name_en, order=order)
        for order, (code, name_ko, name_en) in enumerate(THEMES)
    )


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
