# device.sh: a device without a browser, whose user signs in on another one (RFC 8628), with curl.
set -eu

ISSUER='https://localhost:3000'
CLIENT_ID='shop'
SCOPE='openid profile email offline_access orders_read'

# A member of a JSON object that is a plain string.
member() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"; }

metadata=$(curl -fsS "$ISSUER/.well-known/openid-configuration")
begun=$(curl -fsS -d "client_id=$CLIENT_ID" --data-urlencode "scope=$SCOPE" \
  "$(echo "$metadata" | member device_authorization_endpoint)")
echo "Open $(echo "$begun" | member verification_uri) on your phone and enter $(echo "$begun" | member user_code)"
echo "Or open $(echo "$begun" | member verification_uri_complete), for which a television shows a QR code."

# Asks until the user has answered.
while :; do
  sleep 5
  answer=$(curl -sS -d "client_id=$CLIENT_ID" -d "device_code=$(echo "$begun" | member device_code)" \
    -d grant_type=urn:ietf:params:oauth:grant-type:device_code "$(echo "$metadata" | member token_endpoint)")
  case "$answer" in
    *'"access_token"'*) break ;;
    *authorization_pending* | *slow_down*) ;;
    *) echo "$answer" >&2; exit 1 ;;
  esac
done
bearer=$(printf 'header = "Authorization: Bearer %s"' "$(echo "$answer" | member access_token)")
echo "You are $(echo "$bearer" | curl -fsS -K - "$(echo "$metadata" | member userinfo_endpoint)")"

# Calls the API with the user's token.
echo "$bearer" | curl -fsS -K - http://localhost:4001/orders
