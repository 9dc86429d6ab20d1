"""What the applications have in common: where they are, and how they sign out (RP-Initiated Logout 1.0)."""
import os
from urllib.parse import urlencode

from flask import Flask, jsonify, redirect

ISSUER = os.environ["ISSUER"]
CLIENT_ID = os.environ["CLIENT_ID"]
CLIENT_SECRET = os.environ["CLIENT_SECRET"]
ORIGIN = f"https://localhost:{os.environ['PORT']}"
REDIRECT_URI = f"{ORIGIN}/callback"
SCOPE = "openid profile email offline_access"
METADATA_URL = f"{ISSUER}/.well-known/openid-configuration"

app = Flask(__name__)
app.secret_key = CLIENT_SECRET


def leave(id_token):
    fields = {"id_token_hint": id_token, "post_logout_redirect_uri": f"{ORIGIN}/bye"}
    return redirect(f"{ISSUER}/session/end?{urlencode(fields)}")


def show(claims):
    return jsonify({name: claims.get(name) for name in ("sub", "name", "email")})


@app.get("/bye")
def bye():
    return jsonify(bye=True)


def serve():
    certificate = (os.environ["TLS_CERT_FILE"], os.environ["TLS_KEY_FILE"])
    app.run("127.0.0.1", int(os.environ["PORT"]), ssl_context=certificate)
