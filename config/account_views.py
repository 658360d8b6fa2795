"""A person's own account: the password, and where the person is signed in."""

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.signals import password_changed
from allauth.decorators import rate_limit
from allauth.mfa.base import views as mfa
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from config.sessions import end, others_of, sign_ins_of
from logframe.audit_log import note


@method_decorator(rate_limit(action="change_password"), name="dispatch")
@method_decorator(never_cache, name="dispatch")
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


@method_decorator(
    reauthentication_required(enabled=lambda request: request.method == "POST"), name="dispatch"
)
@method_decorator(never_cache, name="dispatch")
class SignInsView(LoginRequiredMixin, TemplateView):
    """Where the person is signed in; who gives the password once more ends any of it."""

    template_name = "account/sign_ins.html"

    def get_context_data(self, **kwargs) -> dict:
        """Add the sign-ins, and which of them is this one."""
        sign_ins = sign_ins_of(self.request.user)
        here = self.request.session.session_key
        return super().get_context_data(**kwargs, sign_ins=sign_ins, here=here)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """End the sign-in with the number that was sent, or all but this one."""
        number = request.POST.get("end")
        others = others_of(request.user, request)
        meant = [one for one in others if number in (None, one.number)]
        end(*meant)
        note("sign_ins_ended", request.user, of=request.user.pk)
        text = ngettext("%(n)s sign-in was ended.", "%(n)s sign-ins were ended.", len(meant))
        messages.success(request, text % {"n": len(meant)})
        return redirect("account_sign_ins")


class SignOutView(views.LogoutView):
    """The end of a sign-in, after which the browser forgets what it has kept of the site."""

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Sign out, and tell the browser."""
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class CodeView(mfa.AuthenticateView):
    """The code of the app, after the password."""

    def form_invalid(self, form) -> HttpResponse:
        """Note whose code was wrong."""
        note("second_factor_refused", self.stage.login.user)
        return super().form_invalid(form)


class ConfirmingMixin:
    """A page on which a signed-in person proves once more who it is; the session goes on anew."""

    def form_valid(self, form) -> HttpResponse:
        """Give the session a new key, under which it goes on."""
        self.request.session.cycle_key()
        return super().form_valid(form)


class ConfirmByPasswordView(ConfirmingMixin, account.ReauthenticateView):
    """The password once more."""


class ConfirmByCodeView(ConfirmingMixin, mfa.ReauthenticateView):
    """The code of the app once more."""

    def form_invalid(self, form) -> HttpResponse:
        """Note whose code was wrong."""
        note("second_factor_refused", self.request.user)
        return super().form_invalid(form)
