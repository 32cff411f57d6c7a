"""The order of the change feed, and a way to tell what was opened to whom."""

from django.db import migrations, models

from gis.migration import sql_file


class Migration(migrations.Migration):
    dependencies = [("history", "0003_whole_record")]
    operations = [
        migrations.AlterField(
            model_name="change",
            name="operation",
            field=models.CharField(
                choices=[
                    ("I", "created"),
                    ("U", "changed"),
                    ("D", "deleted"),
                    ("A", "opened"),
                    ("G", "closed"),
                ],
                max_length=1,
                verbose_name="what",
            ),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["transaction", "id"], name="history_feed"),
        ),
        migrations.RemoveIndex(model_name="change", name="history_of_transaction"),
        sql_file(__file__, "0004_feed"),
    ]
