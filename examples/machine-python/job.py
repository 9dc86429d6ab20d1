# job.py: a program that acts for itself, without a user (client credentials).
import os

import requests
from authlib.integrations.requests_client import OAuth2Session

ISSUER = "https://localhost:3000"
CLIENT_ID = "shop"
SCOPE = "orders_read"

metadata = requests.get(f"{ISSUER}/.well-known/openid-configuration", timeout=10).json()
gatehouse = OAuth2Session(CLIENT_ID, os.environ["CLIENT_SECRET"], scope=SCOPE)
token = gatehouse.fetch_token(metadata["token_endpoint"], grant_type="client_credentials")
print(f"a token for {token['scope']}, good for {token['expires_in']} seconds")

# Calls the API.
print(gatehouse.get("http://localhost:4001/orders", timeout=10).json())
