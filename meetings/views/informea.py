"""The decisions for other systems."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.generic import View

from logframe.models import Plan
from meetings.informea import decisions_to_tell, told


class InformeaView(View):
    """All decisions as JSON with the names of InforMEA's fields."""

    def get(self, request, *args, **kwargs) -> JsonResponse:
        """Give the file."""
        plan = Plan.objects.current()
        content = {"notice": plan.notice if plan else "", "value": list(told(decisions_to_tell()))}
        name = f"decisions-{timezone.localdate():%Y-%m-%d}.json"
        return JsonResponse(
            content,
            json_dumps_params={"ensure_ascii": False, "indent": 1},
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
