"""Addresses of signing in and of one's own account: of allauth only what is used here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from config import organisation
from config.account_views import (
    CodeView,
    ConfirmByCodeView,
    ConfirmByPasswordView,
    PasswordChangeView,
    SignInsView,
    SignOutView,
)
from config.sign_in import SignInView

# The names are those by which allauth asks for them.
urlpatterns = [
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", SignOutView.as_view(), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", ConfirmByPasswordView.as_view(), name="account_reauthenticate"),
    path("sign-ins/", SignInsView.as_view(), name="account_sign_ins"),
    # A new password
    path("password/", PasswordChangeView.as_view(), name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    # The second factor
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", CodeView.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", ConfirmByCodeView.as_view(), name="mfa_reauthenticate"),
    path("2fa/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    # The organisation's own sign-in
    path("oidc/<str:provider_id>/login/", organisation.login, name="openid_connect_login"),
    path(
        "oidc/<str:provider_id>/login/callback/",
        organisation.callback,
        name="openid_connect_callback",
    ),
]
