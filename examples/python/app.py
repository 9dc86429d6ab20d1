# app.py: a Flask application that signs users in with Authlib and calls an API for them.
import os
import secrets
from urllib.parse import urlencode, urlsplit

import requests
from authlib.integrations.flask_client import OAuth
from flask import Flask, jsonify, redirect, session

ISSUER = "https://localhost:3000"
CLIENT_ID = "shop"
REDIRECT_URI = "http://localhost:4000/callback"
AFTER_SIGN_OUT = "http://localhost:4000/"
SCOPE = "openid profile email offline_access orders_read"

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
gatehouse = OAuth(app).register(
    "gatehouse",
    client_id=CLIENT_ID,
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=f"{ISSUER}/.well-known/openid-configuration",
    client_kwargs={"scope": SCOPE, "code_challenge_method": "S256"},
)
# By user. A cookie is too small for tokens; with several processes this is a table.
tokens = {}


@app.get("/")
def home():
    return jsonify(session["user"]) if "user" in session else '<a href="/sign-in">Sign in</a>'


@app.get("/sign-in")
def sign_in():
    return gatehouse.authorize_redirect(REDIRECT_URI)


@app.get(urlsplit(REDIRECT_URI).path)
def callback():
    granted = gatehouse.authorize_access_token()
    user = gatehouse.userinfo(token=granted)
    session["user"] = {name: user.get(name) for name in ("sub", "name", "email")}
    tokens[user["sub"]] = granted
    return redirect("/")


# Calls the API for the user.
@app.get("/orders")
def orders():
    if session.get("user", {}).get("sub") not in tokens:
        return redirect("/sign-in")
    granted = tokens[session["user"]["sub"]]
    if granted.is_expired():
        granted.update(gatehouse.fetch_access_token(grant_type="refresh_token", refresh_token=granted["refresh_token"]))
    headers = {"Authorization": f"Bearer {granted['access_token']}"}
    answer = requests.get("http://localhost:4001/orders", headers=headers, timeout=10)
    return jsonify(answer.json()), answer.status_code


@app.get("/sign-out")
def sign_out():
    granted = tokens.pop(session.get("user", {}).get("sub"), {})
    session.clear()
    fields = {"id_token_hint": granted.get("id_token", ""), "post_logout_redirect_uri": AFTER_SIGN_OUT}
    end = gatehouse.load_server_metadata()["end_session_endpoint"]
    return redirect(f"{end}?{urlencode(fields)}")


if __name__ == "__main__":
    app.run("localhost", urlsplit(REDIRECT_URI).port or 4000)
