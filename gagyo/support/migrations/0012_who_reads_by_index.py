from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("meetings", "0006_not_wanted_any_more"),
        ("partnerships", "0003_imports_in_steps"),
        ("registry", "0004_empty_dates_in_order"),
        ("support", "0011_due_calendars"),
        ("visits", "0052_visit_came_of_an_agreed_item"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="leg",
            index=models.Index(fields=["office", "request", "sent_at", "state"], name="leg_office_request"),
        ),
        migrations.AddIndex(
            model_name="supportrequest",
            index=models.Index(
                fields=[
                    "state",
                    "confidentiality",
                    "sent_at",
                    "office",
                    "next_due_at",
                    "officer",
                    "router",
                    "archived_at",
                    "id",
                ],
                name="support_reading",
            ),
        ),
    ]
