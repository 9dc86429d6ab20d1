import com.nimbusds.oauth2.sdk.*;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.*;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/** A web application that signs people in by Nimbus OAuth 2.0 SDK with OpenID Connect extensions. */
public class NimbusApplication {
  static State state;
  static Nonce nonce;
  static CodeVerifier verifier;
  static OIDCTokens tokens;

  interface Page {
    void answer(HttpExchange exchange) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    var port = Integer.parseInt(System.getenv("PORT"));
    var origin = "http://localhost:" + port;
    var clientId = new ClientID(System.getenv("CLIENT_ID"));
    var client = new ClientSecretBasic(clientId, new Secret(System.getenv("CLIENT_SECRET")));
    var provider = OIDCProviderMetadata.resolve(new Issuer(System.getenv("ISSUER")));
    var callback = URI.create(origin + "/callback");
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);

    on(server, "/sign-in", exchange -> {
      state = new State();
      nonce = new Nonce();
      verifier = new CodeVerifier();
      var scope = Scope.parse("openid profile email offline_access");
      var request = new AuthenticationRequest.Builder(ResponseType.CODE, scope, clientId, callback)
          .endpointURI(provider.getAuthorizationEndpointURI())
          .state(state)
          .nonce(nonce)
          .codeChallenge(verifier, CodeChallengeMethod.S256)
          .build();
      redirect(exchange, request.toURI());
    });
    on(server, "/callback", exchange -> {
      var answer = AuthenticationResponseParser.parse(URI.create(origin + exchange.getRequestURI()));
      if (!answer.indicatesSuccess() || !state.equals(answer.getState())) throw new Exception("no code");
      var grant = new AuthorizationCodeGrant(answer.toSuccessResponse().getAuthorizationCode(), callback, verifier);
      tokens = ask(provider, client, grant);
      new IDTokenValidator(provider.getIssuer(), clientId, com.nimbusds.jose.JWSAlgorithm.RS256,
          provider.getJWKSetURI().toURL()).validate(tokens.getIDToken(), nonce);
      redirect(exchange, URI.create(origin + "/"));
    });
    on(server, "/refresh", exchange -> {
      var before = tokens.getAccessToken().getValue();
      var after = ask(provider, client, new RefreshTokenGrant(tokens.getRefreshToken()));
      send(exchange, 200, "{\"refreshed\":" + !after.getAccessToken().getValue().equals(before) + "}");
    });
    on(server, "/sign-out", exchange -> {
      var leaving = new LogoutRequest(provider.getEndSessionEndpointURI(), tokens.getIDToken(),
          URI.create(origin + "/bye"), null);
      tokens = null;
      redirect(exchange, leaving.toURI());
    });
    on(server, "/bye", exchange -> send(exchange, 200, "{\"bye\":true}"));
    on(server, "/", exchange -> {
      if (tokens == null) {
        send(exchange, 401, "{}");
        return;
      }
      var request = new UserInfoRequest(provider.getUserInfoEndpointURI(), tokens.getAccessToken());
      var user = UserInfoResponse.parse(request.toHTTPRequest().send()).toSuccessResponse().getUserInfo();
      send(exchange, 200, user.toJSONObject().toJSONString());
    });
    server.start();
  }

  static OIDCTokens ask(OIDCProviderMetadata provider, ClientSecretBasic client, AuthorizationGrant grant)
      throws Exception {
    var request = new TokenRequest.Builder(provider.getTokenEndpointURI(), client, grant).build();
    var answer = OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
    if (!answer.indicatesSuccess()) throw new Exception(String.valueOf(answer.toErrorResponse().getErrorObject()));
    return (OIDCTokens) answer.toSuccessResponse().getTokens();
  }

  static void on(HttpServer server, String path, Page page) {
    server.createContext(path, exchange -> {
      try {
        page.answer(exchange);
      } catch (Exception error) {
        error.printStackTrace();
        send(exchange, 500, "{}");
      }
    });
  }

  static void redirect(HttpExchange exchange, URI to) throws IOException {
    exchange.getResponseHeaders().set("Location", to.toString());
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    var bytes = body.getBytes();
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
