from authlib.integrations.flask_client import OAuth
from flask import jsonify, redirect
from place import CLIENT_ID, CLIENT_SECRET, METADATA_URL, REDIRECT_URI, SCOPE, app, leave, serve, show

oauth = OAuth(app)
gatehouse = oauth.register(
    "gatehouse",
    client_id=CLIENT_ID,
    client_secret=CLIENT_SECRET,
    server_metadata_url=METADATA_URL,
    client_kwargs={"scope": SCOPE, "code_challenge_method": "S256"},
)
tokens = {}


@app.get("/sign-in")
def sign_in():
    return gatehouse.authorize_redirect(REDIRECT_URI)


@app.get("/callback")
def callback():
    tokens.update(gatehouse.authorize_access_token())
    return redirect("/")


@app.get("/")
def home():
    return show(gatehouse.userinfo(token=tokens)) if tokens else (jsonify(), 401)


@app.get("/refresh")
def refresh():
    before = tokens["access_token"]
    tokens.update(
        gatehouse.fetch_access_token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    )
    return jsonify(refreshed=tokens["access_token"] != before)


@app.get("/sign-out")
def sign_out():
    id_token = tokens["id_token"]
    tokens.clear()
    return leave(id_token)


serve()
