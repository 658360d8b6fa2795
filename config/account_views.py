"""A person's own password."""

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import views
from django.http import Http404, HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext


@method_decorator(rate_limit(action="change_password"), name="dispatch")
class PasswordChangeView(views.PasswordChangeView):
    """A new password for who gives the present one; all other sign-ins of the person end."""

    template_name = "account/password_change.html"
    success_url = reverse_lazy("mfa_index")

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        """Be there for who has a password, not for who signs in elsewhere."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form) -> HttpResponse:
        """Change it, say so, and tell the person by mail."""
        response = super().form_valid(form)
        person = self.request.user
        password_changed.send(sender=type(person), request=self.request, user=person)
        get_adapter().send_notification_mail("account/email/password_changed", person)
        text = gettext("Your password was changed; where else you were signed in, you are not now.")
        messages.success(self.request, text)
        return response
