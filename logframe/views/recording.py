"""The pages on which staff record the values of a year: the grid, and one indicator."""

from functools import cached_property

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from logframe.forms import VERSION
from logframe.measurement_forms import GRID_FIELDS, EntryForm
from logframe.models import Measurement, Output, ReportingPeriod, ThematicArea
from logframe.recording import EDITABLE, Place, places_of, prepare, sections
from logframe.review_steps import take_step
from logframe.scorecard import Scope, Scorecard
from logframe.views.base import IndicatorMixin, ScorecardMixin

SUBMIT = "submit"
MOST_IN_A_GRID = 200  # indicators: of more, a page would be too long to be filled in
READINGS = 3  # how often a value is tried where others write it at the same moment


class RecordingMixin(PermissionRequiredMixin, ScorecardMixin, TemplateView):
    """A page with forms on the values of one year."""

    permission_required = "logframe.add_measurement"
    raise_exception = True
    knows_past = False  # nothing is written into it
    only: tuple[str, ...] = GRID_FIELDS

    @cached_property
    def period(self) -> ReportingPeriod:
        """The year that the address names."""
        return get_object_or_404(self.plan.periods, year=self.kwargs["year"])

    def get_context_data(self, **kwargs):
        """Add the year, and whether the person may submit."""
        can_submit = self.request.user.has_perm("logframe.change_measurement")
        return super().get_context_data(
            **{"period": self.period, "can_submit": can_submit} | kwargs
        )

    def fill(self, places: list[Place], data=None, files=None) -> None:
        """Give each place its form."""
        prepare(places)
        for place in places:
            place.form = self.form_for(place, data, files)

    def form_for(self, place: Place, data=None, files=None) -> EntryForm | None:
        """Return the form of a place with what was sent; None where nothing can be typed."""
        if not place.is_open:
            return None
        # In a table each input is named by its place and column; a form has a label beside each.
        return EntryForm(
            data,
            files,
            place=place,
            signed_in=self.request.user,
            only=self.only,
            auto_id=False if self.only else "id_%s",
        )

    def save(self, place: Place) -> bool:
        """Save what was entered at a place, or let its form say why not.

        Who is overtaken between reading and writing is read again, and sees both versions.
        """
        for _reading in range(READINGS):
            form = place.form
            if not form.is_valid():
                return False
            try:
                with transaction.atomic():
                    form.save()
            except ValidationError as refusal:
                form.add_error(None, refusal)
                if not self._read_again(place):
                    return False
            else:
                return True
        return False

    def _read_again(self, place: Place) -> bool:
        """Give the place a form on the row that stands there now, if it is not the one read."""
        scorecard = Scorecard.load(self.plan, include=place.indicator)
        score = scorecard.by_pk[place.indicator.pk]
        now = places_of(score, score.in_year(self.period.year), scorecard.states)
        found = next(other for other in now if other.key == place.key)
        found.correcting = place.correcting and found.can_be_corrected
        read, stored = place.instance, found.instance
        if not found.is_open or (read.pk, read.version) == (stored.pk, stored.version):
            return False
        place.form = self.form_for(found, place.form.data, place.form.files)
        return True

    def tell_locked(self, place: Place) -> None:
        """Tell that a value was typed where none can be."""
        messages.error(
            self.request,
            _("%(place)s was not saved. %(why)s") % {"place": place.name, "why": place.locked},
        )

    def tell_saved(self, saved: int, refused: int = 0) -> None:
        """Tell how many values were saved, and how many were not."""
        if not saved and not refused:
            messages.warning(self.request, _("Nothing was entered, so nothing was saved."))
        if saved:
            text = ngettext("%(n)s value was saved.", "%(n)s values were saved.", saved)
            messages.success(self.request, text % {"n": saved})
        if refused:
            text = ngettext(
                "%(n)s value was not saved: what has to be changed stands beside it.",
                "%(n)s values were not saved: what has to be changed stands beside each.",
                refused,
            )
            messages.error(self.request, text % {"n": refused})

    def submit(self, rows: list) -> None:
        """Submit what can be submitted, and tell what cannot and why."""
        outcome = take_step("submit", rows, self.request.user)
        for refusal in outcome.refusals:
            messages.error(self.request, refusal)
        if outcome.done:
            text = ngettext(
                "%(n)s value was submitted for verification.",
                "%(n)s values were submitted for verification.",
                len(outcome.done),
            )
            messages.success(self.request, text % {"n": len(outcome.done)})


class RecordView(RecordingMixin):
    """The recording grid: all that is due for the year, one row an indicator."""

    template_name = "logframe/record.html"

    @cached_property
    def chosen(self) -> Scope:
        """The area or output to which the reader has narrowed the grid; None is the whole plan."""
        if slug := self.request.GET.get("output"):
            return get_object_or_404(Output, plan=self.plan, slug=slug)
        if slug := self.request.GET.get("area"):
            return get_object_or_404(ThematicArea, plan=self.plan, slug=slug)
        return self.plan.areas.order_by("order").first() if self.is_long else None

    @cached_property
    def is_long(self) -> bool:
        """Whether the plan is recorded area by area."""
        return self.plan.indicators.count() > MOST_IN_A_GRID

    def scope(self) -> Scope:
        """Return what the reader has chosen."""
        return self.chosen

    def get_context_data(self, **kwargs):
        """Add the grid: forms as they were sent, or new ones."""
        forms = kwargs.pop("forms", {})
        areas = list(sections(self.scorecard, self.period))
        places = self._places(areas)
        self.fill(places)
        for place in places:
            place.form = forms.get(place.key, place.form)
        if first := next((place.form for place in places if place.form), None):
            first.fields["value"].widget.attrs["autofocus"] = True
        return super().get_context_data(
            sections=areas,
            chosen=self.chosen,
            is_long=self.is_long,
            narrowing=self.request.GET.urlencode(),
            all_areas=self.plan.areas.order_by("order"),
            **kwargs,
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Save each row that was filled in; what cannot be saved stands as it was typed."""
        rows = self._places(sections(self.scorecard, self.period))
        places = [place for place in rows if _is_sent(place, request.POST)]
        self.fill(places, request.POST)
        for place in places:
            if place.form is None and place.is_sent_otherwise(request.POST):
                self.tell_locked(place)
        filled = [place for place in places if place.form and place.form.is_filled]
        refused = {place.key: place.form for place in filled if not self.save(place)}
        self.tell_saved(len(filled) - len(refused), len(refused))
        if refused:
            return self.render_to_response(self.get_context_data(forms=refused))
        if request.POST.get("do") == SUBMIT:
            self.submit(self._drafts())
        return redirect(request.get_full_path())

    def _drafts(self) -> list[Measurement]:
        """Return what of the year can be submitted, as it was saved, those of the States too."""
        scorecard = Scorecard.load(self.plan, include=self.chosen)
        years = (score.in_year(self.period.year) for score in scorecard.indicators)
        return [row for year in years for row in year.pending if row.state in EDITABLE]

    def _places(self, areas) -> list[Place]:
        """Return the places with a row of their own; those of the States open on request."""
        return [
            entry.places[0]
            for _area, parts in areas
            for part in parts
            for entry in part.entries
            if not entry.by_state
        ]


def _is_sent(place: Place, sent: dict) -> bool:
    """Whether a place has something to read: a row that stood there, or more typed than a day."""
    names = (*(name for name in GRID_FIELDS if name != "as_of"), VERSION)
    return any(sent.get(f"{place.key}-{name}") for name in names)


class RecordIndicatorView(IndicatorMixin, RecordingMixin):
    """The values of one indicator for a year; a row of the grid saves itself here."""

    template_name = "logframe/record_indicator.html"
    only = ()

    def get(self, request, *args, **kwargs) -> HttpResponse:
        """Show the page, or only the rows of the States where the grid opens them."""
        if request.htmx:
            return render(request, "logframe/record_states.html", self.get_context_data())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add the places of the indicator with their forms."""
        places = kwargs.pop("places", None) or self._with_forms(self.places())
        score = places[0].score
        return super().get_context_data(
            **{
                "indicator": score.indicator,
                "score": score,
                "figures": places[0].year,
                "places": places,
            }
            | kwargs
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Save what was filled in, and submit it where that button was pressed."""
        places = self._with_forms(self.places(), request.POST, request.FILES)
        if request.htmx:
            return self._save_row(places[0])
        for place in places:
            if place.form is None and place.is_sent_otherwise(request.POST):
                self.tell_locked(place)
        filled = [place for place in places if place.form and place.form.is_filled]
        refused = [place for place in filled if not self.save(place)]
        self.tell_saved(len(filled) - len(refused), len(refused))
        if refused:
            return self.render_to_response(self.get_context_data(places=places))
        if request.POST.get("do") == SUBMIT:
            self.submit([p.form.instance for p in places if p.form and p.form.instance.pk])
        return redirect(self._way_back())

    def _save_row(self, place: Place) -> HttpResponse:
        """Save one row of the grid and answer with what it says at its end."""
        if place.form is None:
            return self._result(place, not_saved=True)
        if not self.save(place):
            return self._result(place)
        return self._result(self._with_forms(self.places())[0], saved=True)

    def _result(self, place: Place, **context) -> HttpResponse:
        context |= {"place": place, "plan": self.plan, "period": self.period}
        return render(self.request, "logframe/record_result.html", context)

    def _way_back(self) -> str:
        asked = self.request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
            return asked
        is_done = self.request.POST.get("do") == SUBMIT
        return reverse("work") if is_done else self.request.get_full_path()

    def _with_forms(self, places: list[Place], data=None, files=None) -> list[Place]:
        self.only = () if len(places) == 1 and not self.request.htmx else GRID_FIELDS
        self.fill(places, data, files)
        return places

    def places(self) -> list[Place]:
        """Return the places of the indicator, read anew: one where the address names it."""
        self.scorecard = Scorecard.load(self.plan, include=self.indicator)
        score = self.scorecard.by_pk[self.indicator.pk]
        places = places_of(score, score.in_year(self.period.year), self.scorecard.states)
        if (state := self.request.GET.get("state")) is not None:
            places = [p for p in places if (p.member_state.code if p.member_state else "") == state]
        if not places:
            raise Http404
        if "correct" in self.request.GET:
            for place in places:
                place.correcting = place.can_be_corrected
        return places
