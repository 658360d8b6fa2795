"""The files that prove what is reported: as downloads, to those who may have them."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import View

from logframe.evidence import content_type_of
from logframe.models.evidence import record_of_evidence
from logframe.views.base import ToldNotFound

# What a browser may do with it, were it to show the file after all: nothing.
POLICY = "sandbox; default-src 'none'"


class EvidenceView(LoginRequiredMixin, View):
    """One file. A public site asks for a sign-in here too."""

    http_method_names = ["get", "head"]

    def get(self, request, name: str) -> FileResponse:
        """Give the file of the record that has it; to others it does not exist."""
        # The name is only compared with what records have, so it leads to no other file.
        record, file = record_of_evidence(name) or (None, None)
        if record is None or not record.shows_evidence_to(request.user):
            raise Http404
        try:
            content = file.open()
        except FileNotFoundError as error:
            raise ToldNotFound(
                _("A record has this file, but it is not on the server: tell the administrator.")
            ) from error
        return harmless(
            FileResponse(
                content,
                as_attachment=True,
                filename=file.short_name,
                content_type=content_type_of(file.name),
            )
        )


def harmless(response: HttpResponseBase) -> HttpResponseBase:
    """Return a download that no browser runs and nobody keeps on the way."""
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
