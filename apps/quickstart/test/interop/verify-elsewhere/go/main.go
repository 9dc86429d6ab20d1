// GET /invoices for whoever has an access token of Gatehouse with the scope invoice_read.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

const scope = "invoice_read"

type claims struct {
	Subject  string          `json:"sub"`
	ClientID string          `json:"client_id"`
	ID       string          `json:"jti"`
	Scope    string          `json:"scope"`
	Bound    json.RawMessage `json:"cnf"`
}

// verify gives the claims of an access token (RFC 9068).
func verify(ctx context.Context, verifier *oidc.IDTokenVerifier, token string) (claims, error) {
	var header struct {
		Type string `json:"typ"`
	}
	encoded, _, _ := strings.Cut(token, ".")
	decoded, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil || json.Unmarshal(decoded, &header) != nil {
		return claims{}, errors.New("not a JWT")
	}
	if kind := strings.ToLower(header.Type); kind != "at+jwt" && kind != "application/at+jwt" {
		return claims{}, errors.New("not an access token")
	}
	verified, err := verifier.Verify(ctx, token)
	if err != nil {
		return claims{}, err
	}
	var found claims
	if err := verified.Claims(&found); err != nil {
		return claims{}, err
	}
	if len(verified.Audience) != 1 || found.Subject == "" || found.ClientID == "" || found.ID == "" {
		return claims{}, errors.New("not a token for this API alone")
	}
	if found.Bound != nil {
		return claims{}, errors.New("bound to a key or a certificate, which is not checked here")
	}
	return found, nil
}

func main() {
	// Finds the metadata, and ends when they are those of another issuer.
	provider, err := oidc.NewProvider(context.Background(), os.Getenv("ISSUER"))
	if err != nil {
		log.Fatal(err)
	}
	// What go-oidc calls the client is the audience; exp, nbf and iss it checks by itself.
	verifier := provider.Verifier(&oidc.Config{
		ClientID:             os.Getenv("AUDIENCE"),
		SupportedSigningAlgs: []string{oidc.RS256},
	})
	http.HandleFunc("GET /invoices", func(w http.ResponseWriter, r *http.Request) {
		refuse := func(status int, challenge string) {
			w.Header().Set("WWW-Authenticate", challenge)
			w.WriteHeader(status)
		}
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if token == "" {
			refuse(http.StatusUnauthorized, "Bearer")
			return
		}
		if !strings.EqualFold(scheme, "Bearer") || len(token) > 8192 {
			refuse(http.StatusUnauthorized, `Bearer error="invalid_token"`)
			return
		}
		caller, err := verify(r.Context(), verifier, token)
		if err != nil {
			refuse(http.StatusUnauthorized, `Bearer error="invalid_token"`)
			return
		}
		if !slices.Contains(strings.Split(caller.Scope, " "), scope) {
			refuse(http.StatusForbidden, `Bearer error="insufficient_scope", scope="`+scope+`"`)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]string{"for": caller.Subject})
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
