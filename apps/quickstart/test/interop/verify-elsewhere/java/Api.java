// GET /invoices for whoever has an access token of Gatehouse with the scope invoice_read.

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

public class Api {
  static final String ISSUER = System.getenv("ISSUER");
  static final String AUDIENCE = System.getenv("AUDIENCE");
  static final String SCOPE = "invoice_read";
  static final DefaultJWTProcessor<SecurityContext> TOKENS = new DefaultJWTProcessor<>();

  public static void main(String[] arguments) throws Exception {
    var where = URI.create(ISSUER + "/.well-known/oauth-authorization-server");
    var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(where).build(), HttpResponse.BodyHandlers.ofString());
    var metadata = JSONObjectUtils.parse(answer.body());
    if (!ISSUER.equals(metadata.get("issuer"))) throw new IllegalStateException("the metadata are those of another issuer");

    // Keys are kept for five minutes, serve on for a day while the issuer is away, and are asked for at most twice in five seconds.
    var keys =
        JWKSourceBuilder.create(URI.create((String) metadata.get("jwks_uri")).toURL())
            .retrying(true)
            .rateLimited(5_000L)
            .outageTolerant(24 * 3600 * 1000L)
            .build();
    TOKENS.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt")));
    TOKENS.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    var claims = new DefaultJWTClaimsVerifier<>(
        AUDIENCE, new JWTClaimsSet.Builder().issuer(ISSUER).build(), Set.of("exp", "iat", "sub", "client_id", "jti"));
    claims.setMaxClockSkew(5);
    TOKENS.setJWTClaimsSetVerifier(claims);

    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 0);
    server.createContext("/invoices", Api::invoices);
    server.start();
  }

  static void invoices(HttpExchange exchange) throws IOException {
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null) {
      reply(exchange, 401, "Bearer", Map.of());
      return;
    }
    try {
      if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7) || authorization.length() > 8192)
        throw new BadJOSEException("not a bearer token of ours");
      var claims = TOKENS.process(authorization.substring(7), null);
      if (claims.getAudience().size() != 1) throw new BadJOSEException("not for this API alone");
      if (claims.getClaim("cnf") != null) throw new BadJOSEException("bound to its sender, which is not checked here");
      var scope = claims.getStringClaim("scope");
      if (scope == null || !List.of(scope.split(" ")).contains(SCOPE))
        reply(exchange, 403, "Bearer error=\"insufficient_scope\", scope=\"" + SCOPE + "\"", Map.of());
      else reply(exchange, 200, null, Map.of("for", claims.getSubject()));
    } catch (KeySourceException away) {
      reply(exchange, 503, null, Map.of());
    } catch (ParseException | BadJOSEException | JOSEException refused) {
      reply(exchange, 401, "Bearer error=\"invalid_token\"", Map.of());
    }
  }

  static void reply(HttpExchange exchange, int status, String challenge, Map<String, Object> body) throws IOException {
    var text = JSONObjectUtils.toJSONString(body).getBytes(StandardCharsets.UTF_8);
    if (challenge != null) exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }
}
