// A web application that signs people in by go-oidc and golang.org/x/oauth2.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func main() {
	ctx := context.Background()
	issuer, origin := os.Getenv("ISSUER"), "https://localhost:"+os.Getenv("PORT")
	provider, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		log.Fatal(err)
	}
	config := oauth2.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		Endpoint:     provider.Endpoint(),
		RedirectURL:  origin + "/callback",
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email", oidc.ScopeOfflineAccess},
	}
	var state, nonce, verifier, idToken string
	var token *oauth2.Token

	answer := func(w http.ResponseWriter, status int, body any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(body)
	}
	fail := func(w http.ResponseWriter, err error) {
		answer(w, http.StatusInternalServerError, map[string]string{"error": err.Error()})
	}
	http.HandleFunc("GET /sign-in", func(w http.ResponseWriter, r *http.Request) {
		state, nonce, verifier = oauth2.GenerateVerifier(), oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
		http.Redirect(w, r, config.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), http.StatusFound)
	})
	http.HandleFunc("GET /callback", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("state") != state {
			answer(w, http.StatusBadRequest, map[string]string{"error": "state"})
			return
		}
		token, err = config.Exchange(ctx, r.URL.Query().Get("code"), oauth2.VerifierOption(verifier))
		if err != nil {
			fail(w, err)
			return
		}
		idToken, _ = token.Extra("id_token").(string)
		verified, err := provider.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(ctx, idToken)
		if err != nil || verified.Nonce != nonce {
			answer(w, http.StatusBadRequest, map[string]string{"error": "ID token"})
			return
		}
		http.Redirect(w, r, "/", http.StatusFound)
	})
	http.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		if token == nil {
			answer(w, http.StatusUnauthorized, nil)
			return
		}
		user, err := provider.UserInfo(ctx, config.TokenSource(ctx, token))
		if err != nil {
			fail(w, err)
			return
		}
		var claims struct {
			Subject string `json:"sub"`
			Name    string `json:"name"`
			Email   string `json:"email"`
		}
		_ = user.Claims(&claims)
		answer(w, http.StatusOK, claims)
	})
	http.HandleFunc("GET /refresh", func(w http.ResponseWriter, r *http.Request) {
		before := token.AccessToken
		token.Expiry = time.Now().Add(-time.Hour)
		fresh, err := config.TokenSource(ctx, token).Token()
		if err != nil {
			fail(w, err)
			return
		}
		token = fresh
		answer(w, http.StatusOK, map[string]bool{"refreshed": token.AccessToken != before})
	})
	http.HandleFunc("GET /sign-out", func(w http.ResponseWriter, r *http.Request) {
		token = nil
		fields := url.Values{"id_token_hint": {idToken}, "post_logout_redirect_uri": {origin + "/bye"}}
		http.Redirect(w, r, issuer+"/session/end?"+fields.Encode(), http.StatusFound)
	})
	http.HandleFunc("GET /bye", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusOK, map[string]bool{"bye": true})
	})
	log.Fatal(http.ListenAndServeTLS("127.0.0.1:"+os.Getenv("PORT"), os.Getenv("TLS_CERT_FILE"), os.Getenv("TLS_KEY_FILE"), nil))
}
