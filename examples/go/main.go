// main.go: an application that signs users in with go-oidc and calls an API for them.
package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	issuer       = "https://localhost:3000"
	clientID     = "shop"
	redirectURI  = "http://localhost:4000/callback"
	afterSignOut = "http://localhost:4000/"
	scope        = "openid profile email offline_access orders_read"
)

// visit is what is remembered of a browser, by a random cookie.
type visit struct {
	state, nonce, verifier, idToken string
	tokens                          oauth2.TokenSource
	user                            map[string]any
}

var visits sync.Map

func visitOf(r *http.Request) *visit {
	if cookie, err := r.Cookie("visit"); err == nil {
		if found, ok := visits.Load(cookie.Value); ok {
			return found.(*visit)
		}
	}
	return &visit{}
}

func keep(w http.ResponseWriter, v *visit) {
	id := oauth2.GenerateVerifier()
	visits.Store(id, v)
	http.SetCookie(w, &http.Cookie{Name: "visit", Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func main() {
	ctx := context.Background()
	provider, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		log.Fatal(err)
	}
	config := oauth2.Config{
		ClientID:     clientID,
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		Endpoint:     provider.Endpoint(),
		RedirectURL:  redirectURI,
		Scopes:       strings.Fields(scope),
	}
	var metadata struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&metadata); err != nil {
		log.Fatal(err)
	}
	back, _ := url.Parse(redirectURI)

	http.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		if user := visitOf(r).user; user != nil {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(user)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, `<a href="/sign-in">Sign in</a>`)
	})

	http.HandleFunc("GET /sign-in", func(w http.ResponseWriter, r *http.Request) {
		v := &visit{state: oauth2.GenerateVerifier(), nonce: oauth2.GenerateVerifier(), verifier: oauth2.GenerateVerifier()}
		keep(w, v)
		http.Redirect(w, r, config.AuthCodeURL(v.state, oidc.Nonce(v.nonce), oauth2.S256ChallengeOption(v.verifier)), http.StatusFound)
	})

	http.HandleFunc("GET "+back.Path, func(w http.ResponseWriter, r *http.Request) {
		pending := visitOf(r)
		if pending.state == "" || r.URL.Query().Get("state") != pending.state {
			http.Error(w, "this sign-in was not begun here", http.StatusBadRequest)
			return
		}
		token, err := config.Exchange(ctx, r.URL.Query().Get("code"), oauth2.VerifierOption(pending.verifier))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		raw, _ := token.Extra("id_token").(string)
		idToken, err := provider.Verifier(&oidc.Config{ClientID: clientID}).Verify(ctx, raw)
		if err != nil || idToken.Nonce != pending.nonce {
			http.Error(w, "the ID token is not for this sign-in", http.StatusBadGateway)
			return
		}
		// Refreshes by itself.
		v := &visit{idToken: raw, tokens: config.TokenSource(ctx, token)}
		info, err := provider.UserInfo(ctx, v.tokens)
		if err == nil {
			err = info.Claims(&v.user)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		keep(w, v)
		http.Redirect(w, r, "/", http.StatusFound)
	})

	// Calls the API for the user.
	http.HandleFunc("GET /orders", func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r)
		if v.tokens == nil {
			http.Redirect(w, r, "/sign-in", http.StatusFound)
			return
		}
		answer, err := oauth2.NewClient(ctx, v.tokens).Get("http://localhost:4001/orders")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body)
	})

	http.HandleFunc("GET /sign-out", func(w http.ResponseWriter, r *http.Request) {
		fields := url.Values{"id_token_hint": {visitOf(r).idToken}, "post_logout_redirect_uri": {afterSignOut}}
		if cookie, err := r.Cookie("visit"); err == nil {
			visits.Delete(cookie.Value)
		}
		http.Redirect(w, r, metadata.EndSession+"?"+fields.Encode(), http.StatusFound)
	})

	port := back.Port()
	if port == "" {
		port = "4000"
	}
	log.Printf("ready at http://localhost:%s/", port)
	log.Fatal(http.ListenAndServe("localhost:"+port, nil))
}
