"""The plan and its results for other systems."""

from django.http import HttpResponse
from django.views.generic import View

from logframe.iati import iati_xml
from logframe.views.base import ScorecardMixin


class IatiView(ScorecardMixin, View):
    """The plan as a file of the IATI standard, as of the day of the page."""

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Give the file."""
        name = f"iati-{self.plan.slug}-{self.on:%Y-%m-%d}.xml"
        return HttpResponse(
            iati_xml(self.scorecard),
            content_type="application/xml; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
