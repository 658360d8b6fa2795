"""The organisation's own sign-in (OpenID Connect), whose word is believed when it is signed.

The library believes what comes over TLS from the organisation's server. Here the word must in
addition be signed, by the server that the setting names, for this site, and of one person.
"""

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from requests import RequestException

# Ways of signing with a key of which only the organisation has the secret half.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
WELL_KNOWN = "/.well-known/"


class SignedAdapter(OpenIDConnectOAuth2Adapter):
    """Asks the organisation who a person is, and checks the answer."""

    def check(self) -> None:
        """Refuse a server that does not call itself as the setting does."""
        meant = self.get_provider().server_url.partition(WELL_KNOWN)[0]
        if self.openid_config["issuer"].rstrip("/") != meant.rstrip("/"):
            raise OAuth2Error("The server calls itself by another address.")

    def complete_login(self, request: HttpRequest, app, token, **kwargs):
        """Return whom the organisation means, in its signed word and in its answer alike."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("There is no signed word.")
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        if said["userinfo"].get("sub") != said["id_token"].get("sub"):
            raise OAuth2Error("The answer speaks of somebody else.")
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict:
        try:
            if jwt.get_unverified_header(id_token)["alg"] not in SIGNATURES:
                raise OAuth2Error("The word is not signed as it should be.")
            return jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise OAuth2Error("The word cannot be read.") from error


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the organisation who pressed the link on our page.

    Nobody is signed in because another site led the browser here: browsers tell where a link was.
    """
    adapter = _adapter(request, provider_id)
    if request.headers.get("Sec-Fetch-Site") != "same-origin":
        return redirect("account_login")
    return _answer(OAuth2LoginView, adapter)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take who comes back from the organisation."""
    return _answer(OAuth2CallbackView, _adapter(request, provider_id))


def _adapter(request: HttpRequest, provider_id: str) -> SignedAdapter:
    adapter = SignedAdapter(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return adapter


def _answer(view, adapter: SignedAdapter) -> HttpResponse:
    """Let the library answer, once the organisation's server is there and the one that is meant."""
    request = adapter.request
    try:
        adapter.check()
    except (OAuth2Error, RequestException) as error:
        return render_authentication_error(request, adapter.get_provider(), exception=error)
    return view.adapter_view(adapter)(request)
