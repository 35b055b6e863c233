from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0007_sheet_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="leading_length",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
