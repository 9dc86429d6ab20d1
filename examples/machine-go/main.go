// main.go: a program that acts for itself, without a user (client credentials).
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const (
	issuer   = "https://localhost:3000"
	clientID = "shop"
	scope    = "orders_read"
)

func main() {
	ctx := context.Background()
	provider, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		log.Fatal(err)
	}
	config := clientcredentials.Config{
		ClientID:     clientID,
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		TokenURL:     provider.Endpoint().TokenURL,
		Scopes:       strings.Fields(scope),
	}
	// Asks for the next token by itself.
	tokens := oauth2.ReuseTokenSource(nil, config.TokenSource(ctx))
	token, err := tokens.Token()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("a token for", token.Extra("scope"))

	// Calls the API.
	answer, err := oauth2.NewClient(ctx, tokens).Get("http://localhost:4001/orders")
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	_ = answer.Write(os.Stdout)

	fmt.Println("the token is good until", token.Expiry.Format("15:04:05"))
}
