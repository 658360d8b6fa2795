"""The page on which a person makes and revokes the keys of feeds."""

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from config.feeds import FEEDS
from logframe.models import FeedKey

REVOKE = "revoke"


class FeedKeyForm(forms.ModelForm):
    """What a new key is for."""

    class Meta:
        model = FeedKey
        fields = ("name",)

    def save_with_secret(self) -> str | None:
        """Make the key and return its secret; None where a rule refuses it."""
        secret = self.instance.give_secret()
        try:
            self.save()
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
        return secret


@method_decorator(never_cache, name="dispatch")
class FeedsView(LoginRequiredMixin, TemplateView):
    """The addresses of the feeds, and the person's own keys; a public site asks for a sign-in."""

    template_name = "feeds.html"

    def get_context_data(self, **kwargs) -> dict:
        """Add the keys, the form and the addresses; and the secret where it was just made."""
        keys = FeedKey.objects.filter(user=self.request.user).order_by("revoked_on", "name")
        return super().get_context_data(
            **{"form": FeedKeyForm()} | kwargs,
            keys=keys,
            addresses=[
                self.request.build_absolute_uri(reverse("feed", args=[name])) for name in FEEDS
            ],
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Make a key and show its secret once, or revoke one."""
        if REVOKE in request.POST:
            return self._revoke(request.POST[REVOKE])
        form = FeedKeyForm(request.POST, instance=FeedKey(user=request.user))
        secret = form.save_with_secret() if form.is_valid() else None
        shown = {"secret": secret, "made": form.instance} if secret else {"form": form}
        # Not redirected: the secret would have to be kept somewhere on the way.
        return self.render_to_response(self.get_context_data(**shown))

    def _revoke(self, number: str) -> HttpResponse:
        own = FeedKey.objects.filter(user=self.request.user, revoked_on=None)
        key = get_object_or_404(own, pk=number if number.isdecimal() and len(number) < 19 else 0)
        key.revoke()
        messages.success(self.request, _("The key “%(name)s” is revoked.") % {"name": key.name})
        return redirect("feeds")
