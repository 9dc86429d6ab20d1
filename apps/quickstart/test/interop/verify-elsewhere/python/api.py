"""GET /invoices for whoever has an access token of Gatehouse with the scope invoice_read."""

import json
import os
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt  # PyJWT with cryptography

ISSUER = os.environ["ISSUER"]
AUDIENCE = os.environ["AUDIENCE"]
SCOPE = "invoice_read"

with urllib.request.urlopen(ISSUER + "/.well-known/oauth-authorization-server") as answer:
    METADATA = json.load(answer)
if METADATA["issuer"] != ISSUER:
    raise SystemExit("the metadata are those of another issuer")
KEYS = jwt.PyJWKClient(METADATA["jwks_uri"], lifespan=600, cooldown_duration=5, timeout=5)


def verify(token):
    """The claims of an access token (RFC 9068). Raises jwt.PyJWTError."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
        raise jwt.InvalidTokenError("not signed as our tokens are")
    if str(header.get("typ")).lower() not in ("at+jwt", "application/at+jwt"):
        raise jwt.InvalidTokenError("not an access token")
    claims = jwt.decode(
        token,
        KEYS.get_signing_key(header["kid"]).key,
        algorithms=["RS256"],
        issuer=ISSUER,
        audience=AUDIENCE,
        leeway=5,
        options={"require": ["exp", "iat", "sub", "client_id", "jti"], "strict_aud": True},
    )
    if "cnf" in claims:
        raise jwt.InvalidTokenError("bound to a key or a certificate, which is not checked here")
    return claims


class Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if not token:
            return self.reply(401, {}, "Bearer")
        try:
            if scheme.lower() != "bearer" or len(token) > 8192:
                raise jwt.InvalidTokenError("not a bearer token of ours")
            claims = verify(token)
        except jwt.PyJWKClientConnectionError:
            return self.reply(503, {"error": "temporarily_unavailable"})
        except jwt.PyJWTError:
            return self.reply(401, {"error": "invalid_token"}, 'Bearer error="invalid_token"')
        if SCOPE not in claims.get("scope", "").split(" "):
            challenge = f'Bearer error="insufficient_scope", scope="{SCOPE}"'
            return self.reply(403, {"error": "insufficient_scope"}, challenge)
        return self.reply(200, {"for": claims["sub"]})

    def reply(self, status, body, challenge=None):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        if challenge:
            self.send_header("WWW-Authenticate", challenge)
        self.end_headers()
        self.wfile.write(text)


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Api).serve_forever()
