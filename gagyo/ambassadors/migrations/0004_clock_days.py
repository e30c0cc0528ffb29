from django.db import migrations

# The usual days: event, month, day, years before the plan's year (Public Diplomacy Act decree, art. 2).
DAYS = [
    ("guideline", 9, 30, 1),
    ("plan", 11, 30, 1),
    ("results", 11, 30, 0),
    ("consolidated", 12, 31, 1),
]


def add(apps, _editor):
    clock_day = apps.get_model("ambassadors", "ClockDay")
    for event, month, day, years_before in DAYS:
        clock_day.objects.get_or_create(
            event=event, year=None, defaults={"month": month, "day": day, "years_before": years_before}
        )


class Migration(migrations.Migration):
    dependencies = [("ambassadors", "0003_annual_plans")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
