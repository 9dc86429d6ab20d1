from flask import jsonify, redirect, request
from place import CLIENT_ID, CLIENT_SECRET, ISSUER, REDIRECT_URI, SCOPE, app, leave, serve, show
from requests_oauthlib import OAuth2Session

state = {}


@app.get("/sign-in")
def sign_in():
    state["session"] = OAuth2Session(CLIENT_ID, redirect_uri=REDIRECT_URI, scope=SCOPE.split(), pkce="S256")
    url, _ = state["session"].authorization_url(f"{ISSUER}/auth")
    return redirect(url)


@app.get("/callback")
def callback():
    state["session"].fetch_token(
        f"{ISSUER}/token", client_secret=CLIENT_SECRET, authorization_response=request.url
    )
    return redirect("/")


@app.get("/")
def home():
    session = state.get("session")
    return show(session.get(f"{ISSUER}/me").json()) if session and session.token else (jsonify(), 401)


@app.get("/refresh")
def refresh():
    before = state["session"].access_token
    # The session holds a verifier that the server would not know what to do with.
    token = state["session"].refresh_token(f"{ISSUER}/token", auth=(CLIENT_ID, CLIENT_SECRET))
    return jsonify(refreshed=token["access_token"] != before)


@app.get("/sign-out")
def sign_out():
    return leave(state.pop("session").token["id_token"])


serve()
