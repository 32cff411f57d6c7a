"""A share can be kept of every class of ducts, bundles included."""

from django.db import migrations, models

_CLASSES = ["tube", "protection", "bundle"]


class Migration(migrations.Migration):
    dependencies = [("reservations", "0023_notices")]
    operations = [
        migrations.RemoveConstraint(model_name="reserveshare", name="share_class_known"),
        migrations.AlterField(
            model_name="reserveshare",
            name="duct_class",
            field=models.CharField(
                choices=[
                    ("tube", "micro-duct"),
                    ("protection", "protection duct"),
                    ("bundle", "duct bundle"),
                ],
                max_length=10,
                verbose_name="class of ducts",
            ),
        ),
        migrations.AddConstraint(
            model_name="reserveshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("duct_class__in", _CLASSES)), name="share_class_known"
            ),
        ),
    ]
