# job.sh: a program that acts for itself, without a user (client credentials), with curl.
set -eu

ISSUER='https://localhost:3000'
CLIENT_ID='shop'
SCOPE='orders_read'

# A member of a JSON object that is a plain string.
member() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }

token_endpoint=$(curl -fsS "$ISSUER/.well-known/openid-configuration" | member token_endpoint)
# By standard input: everybody on the machine can see the arguments of a program.
answer=$(printf 'user = "%s:%s"\n' "$CLIENT_ID" "$CLIENT_SECRET" |
  curl -fsS -K - -d grant_type=client_credentials --data-urlencode "scope=$SCOPE" "$token_endpoint")
access_token=$(echo "$answer" | member access_token)
echo "a token for $(echo "$answer" | member scope)"

# Calls the API.
printf 'header = "Authorization: Bearer %s"\n' "$access_token" | curl -fsS -K - http://localhost:4001/orders
