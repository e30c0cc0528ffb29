"""Where a party stays, and where its days begin."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0043_answer_noted_by_telephone"),
    ]

    operations = [
        migrations.AddField(
            model_name="visitparty",
            name="lodging_address_en",
            field=models.CharField(blank=True, max_length=200, verbose_name="Address (English)"),
        ),
        migrations.AddField(
            model_name="visitparty",
            name="lodging_address_ko",
            field=models.CharField(blank=True, max_length=200, verbose_name="Address (Korean)"),
        ),
        migrations.AddField(
            model_name="visitparty",
            name="lodging_en",
            field=models.CharField(blank=True, max_length=100, verbose_name="Hotel (English)"),
        ),
        migrations.AddField(
            model_name="visitparty",
            name="lodging_ko",
            field=models.CharField(blank=True, max_length=100, verbose_name="Hotel (Korean)"),
        ),
    ]
