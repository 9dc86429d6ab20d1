"""pyoidc is given no PKCE here: its client class has none."""
import secrets

from flask import jsonify, redirect, request
from oic.oic import Client
from oic.oic.message import AuthorizationResponse, RegistrationResponse
from oic.utils.authn.client import CLIENT_AUTHN_METHOD
from place import CLIENT_ID, CLIENT_SECRET, ISSUER, REDIRECT_URI, SCOPE, app, leave, serve, show

client = Client(client_authn_method=CLIENT_AUTHN_METHOD)
client.provider_config(ISSUER)
client.store_registration_info(RegistrationResponse(client_id=CLIENT_ID, client_secret=CLIENT_SECRET))
client.redirect_uris = [REDIRECT_URI]
state = {}


@app.get("/sign-in")
def sign_in():
    state.update(state=secrets.token_urlsafe(), nonce=secrets.token_urlsafe())
    asked = client.construct_AuthorizationRequest(
        request_args={
            "client_id": CLIENT_ID,
            "response_type": "code",
            "scope": SCOPE.split(),
            "redirect_uri": REDIRECT_URI,
            "state": state["state"],
            "nonce": state["nonce"],
        }
    )
    return redirect(asked.request(client.authorization_endpoint))


@app.get("/callback")
def callback():
    answer = client.parse_response(AuthorizationResponse, info=request.query_string.decode(), sformat="urlencoded")
    state["tokens"] = client.do_access_token_request(
        state=answer["state"],
        request_args={"code": answer["code"], "redirect_uri": REDIRECT_URI},
        authn_method="client_secret_basic",
    )
    assert state["tokens"]["id_token"]["nonce"] == state["nonce"]
    return redirect("/")


@app.get("/")
def home():
    if "tokens" not in state:
        return jsonify(), 401
    return show(client.do_user_info_request(state=state["state"]).to_dict())


@app.get("/refresh")
def refresh():
    before = state["tokens"]["access_token"]
    answer = client.do_access_token_refresh(state=state["state"], authn_method="client_secret_basic")
    return jsonify(refreshed=answer["access_token"] != before)


@app.get("/sign-out")
def sign_out():
    return leave(state.pop("tokens")["id_token_jwt"])


serve()
