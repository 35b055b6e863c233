from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0008_leading_length"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="words_of_more",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
