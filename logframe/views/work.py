"""The page on which staff see what they have to do, and take a step of the review on many rows."""

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.generic import TemplateView

from logframe.models import Reviewed
from logframe.refusals import name_of
from logframe.review_steps import take_step
from logframe.work import is_staff, work_of

KINDS = ("measurement", "progressreport")
# So many lines of a kind the page shows at first.
LINES_OF_A_KIND = 200
# What may be done with many rows at once, and the right that it asks for.
STEPS = {"submit": "change", "verify": "verify"}


class WorkView(UserPassesTestMixin, TemplateView):
    """What the signed-in person has to do, each line one click from its form."""

    template_name = "logframe/work.html"

    def test_func(self) -> bool:
        """Let in who reports or verifies."""
        return is_staff(self.request.user)

    def handle_no_permission(self) -> HttpResponse:
        """Lead who works in the admin alone to it."""
        if self.request.user.is_staff:
            return redirect("admin:index")
        return super().handle_no_permission()

    def get_context_data(self, **kwargs):
        """Add the lines, and how many of a kind are shown."""
        work = work_of(self.request.user, timezone.localdate())
        most = None if self.request.GET.get("all") else LINES_OF_A_KIND
        return super().get_context_data(work=work, shown=f":{most or ''}", most=most, **kwargs)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Submit or verify each ticked row in the version that was seen; tell each refusal."""
        step = request.POST.get("do")
        keys = request.POST.getlist("row")
        if step not in STEPS or not keys:
            messages.warning(request, gettext("Nothing was ticked, so nothing was done."))
            return redirect("work")
        rows, refusals = self._seen_rows(keys, STEPS[step])
        outcome = take_step(step, rows, request.user)
        for sentence in (*refusals, *outcome.refusals):
            messages.error(request, sentence)
        if outcome.done:
            messages.success(request, _told(step, len(outcome.done)))
        return redirect("work")

    def _seen_rows(self, keys: list[str], right: str) -> tuple[list[Reviewed], list[str]]:
        """Return the rows that stand as they were seen, and a refusal for each of the others."""
        rows, refusals = [], []
        for kind, pk, version in (_parts(key) for key in keys):
            if not self.request.user.has_perm(f"logframe.{right}_{kind}"):
                raise PermissionDenied
            row = apps.get_model("logframe", kind).objects.filter(pk=pk).first()
            if row is None:
                refusals.append(gettext("A row that you ticked was deleted meanwhile."))
            elif row.version != version:
                sentence = gettext("somebody changed it after you saw it, so look at it again.")
                refusals.append(f"{name_of(row)}: {sentence}")
            else:
                rows.append(row)
        return rows, refusals


def _parts(key: str) -> tuple[str, int, int]:
    """Return the kind, the number and the version of a row that was ticked."""
    kind, *numbers = key.split("-")
    if kind not in KINDS or len(numbers) != 2 or not all(part.isdecimal() for part in numbers):
        raise BadRequest
    return kind, int(numbers[0]), int(numbers[1])


def _told(step: str, done: int) -> str:
    if step == "submit":
        text = ngettext(
            "%(count)d row was submitted for verification.",
            "%(count)d rows were submitted for verification.",
            done,
        )
    else:
        text = ngettext(
            "%(count)d row was verified, and counts from today.",
            "%(count)d rows were verified, and count from today.",
            done,
        )
    return text % {"count": done}
