"""What schemathesis cannot know: an access token for each request, which objects there are, and the ETag of each."""

import atexit
import json
import os
import re
import threading
from collections import Counter

import requests
import schemathesis
from schemathesis.generation.meta import TestPhase

ISSUER = os.environ["ISSUER"]
API = f"{ISSUER}/admin/v1"

_session = requests.Session()
_session.verify = os.environ["AUTHORITIES"]
_lock = threading.Lock()
_held = {}

# Of the cases of a kind that an operation's own document gives, each so many is sent.
ONE_OF = int(os.environ["ONE_OF"])
_seen = Counter()
_asked = Counter()


@atexit.register
def _tell():
    """How often each operation was asked, with valid and with invalid data."""
    with open("asked.json", "w", encoding="utf-8") as file:
        json.dump([[*key, count] for key, count in sorted(_asked.items())], file)


def _fetch() -> str:
    answer = _session.post(
        f"{ISSUER}/token",
        data={"grant_type": "client_credentials", "resource": API, "scope": os.environ["SCOPE"]},
        auth=(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]),
        timeout=60,
    )
    answer.raise_for_status()
    return answer.json()["access_token"]


def _token() -> str:
    with _lock:
        if "token" not in _held:
            _held["token"] = _fetch()
        return _held["token"]


def _get(path: str) -> requests.Response:
    return _session.get(API + path, headers={"Authorization": f"Bearer {_token()}"}, timeout=60)


@schemathesis.auth(refresh_interval=None)
class Token:
    """A client's own. Some calls of the API end it; then it is fetched again."""

    def get(self, case, context):
        return _token()

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {_token()}"


@schemathesis.hook
def after_call(context, case, response):
    if case.meta is not None:
        _asked[case.operation.label, case.meta.generation.mode.value, case.meta.phase.name.value] += 1
    if response.status_code == 401:
        with _lock:
            _held.pop("token", None)


def _existing():
    """Objects of each kind, as they are at the start."""

    def of(path, member):
        return [item[member] for item in _get(path).json()["items"]]

    return {
        "client_id": [name for name in of("/clients", "client_id") if name != os.environ["CLIENT_ID"]],
        "resource": [name for name in of("/resources", "indicator") if not name.startswith(ISSUER)],
        "role": of("/roles", "name"),
        "user_id": of("/users", "id"),
        "kid": of("/keys", "kid"),
    }


EXISTING = _existing()


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Every other request is about something that exists."""
    for name, value in (path_parameters or {}).items():
        known = EXISTING.get(name)
        number = sum(map(ord, str(value)))
        if known and number % 2 == 0:
            path_parameters[name] = known[number // 2 % len(known)]
    return path_parameters


@schemathesis.hook
def filter_case(context, case):
    """Of the cases that the document itself gives: the first of each kind, for each operation and place, and one of so many after it."""
    if case.meta is None or case.meta.phase.name != TestPhase.COVERAGE:
        return True
    data = case.meta.phase.data
    kind = (case.operation.label, case.meta.generation.mode, data.scenario, data.parameter_location)
    _seen[kind] += 1
    return _seen[kind] % ONE_OF == 1 % ONE_OF


@schemathesis.hook
def filter_headers(context, headers):
    """Control characters and letters beyond ASCII are no HTTP: such a request never gets past the parser."""
    return all(re.fullmatch(r"[\t\x20-\x7e]*", str(value)) for value in (headers or {}).values())


def _spare_own(case):
    """What schemathesis finds in answers it asks about later: not about the client that it is, nor what that has access to."""
    named = case.path_parameters or {}
    if named.get("client_id") == os.environ["CLIENT_ID"]:
        named["client_id"] = EXISTING["client_id"][0]
    if str(named.get("resource", "")).startswith(ISSUER):
        named["resource"] = EXISTING["resource"][0]


@schemathesis.hook
def before_call(context, case, kwargs):
    """Every other change carries the ETag of what it changes."""
    _spare_own(case)
    headers = case.headers or {}
    if "If-Match" not in headers or len(headers["If-Match"]) % 2 == 1:
        return
    etag = _get(case.formatted_path.removeprefix("/admin/v1")).headers.get("ETag")
    if etag:
        headers["If-Match"] = etag
