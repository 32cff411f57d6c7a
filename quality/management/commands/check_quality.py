"""`manage.py check_quality`: ask all rules about everything; run it once a day."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quality.models import CheckRun, Finding, FindingState
from quality.models.finding import MODELS
from quality.services import queue, run

TELL_EVERY_S = 2.0


class Command(BaseCommand):
    help = gettext_lazy(
        "Asks all rules of data quality about everything; goes on where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--restart", action="store_true", help=_("begin anew instead of going on")
        )
        parser.add_argument(
            "--batch-seconds",
            type=float,
            default=run.BATCH_S,
            help=_("time aimed at for a batch; edits wait for it at most"),
        )

    def handle(
        self, *args: Any, restart: bool, batch_seconds: float, verbosity: int, **options: Any
    ) -> None:
        self.quiet = verbosity == 0
        started = run.begin(anew=restart)
        if started.checked:
            self.tell(_("Going on behind %(n)d checked objects.") % {"n": started.checked})
        told = time.monotonic()
        finished = started
        for finished in run.go_on(started, batch_seconds):
            if time.monotonic() - told > TELL_EVERY_S:
                told = time.monotonic()
                self.tell(_progress(finished))
        while queue.check_due(patience_ms=run.PATIENCE_MS):
            pass
        self.tell(_summary(finished))

    def tell(self, text: str) -> None:
        if not self.quiet:
            self.stdout.write(text)


def _progress(now: CheckRun) -> str:
    texts = {"n": now.checked, "concept": MODELS[now.concept]._meta.verbose_name_plural}
    return _("%(n)d objects checked, now %(concept)s") % texts


def _summary(done: CheckRun) -> str:
    opened = Finding.objects.filter(state=FindingState.OPEN).count()
    return _("%(n)d objects checked, %(open)d findings open") % {"n": done.checked, "open": opened}
