// Job.java: a program that acts for itself, without a user (client credentials). It needs Java 17 or later, and nothing else.
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

public class Job {
  static final String ISSUER = "https://localhost:3000";
  static final String CLIENT_ID = "shop";
  static final String SCOPE = "orders_read";
  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    var metadata = send(HttpRequest.newBuilder(URI.create(ISSUER + "/.well-known/openid-configuration")));
    var credentials = encoded(CLIENT_ID) + ":" + encoded(System.getenv("CLIENT_SECRET"));
    var answer = send(HttpRequest.newBuilder(URI.create(member(metadata, "token_endpoint")))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=" + encoded(SCOPE))));
    var token = member(answer, "access_token");
    System.out.println("a token for " + member(answer, "scope"));

    // Calls the API.
    System.out.println(send(HttpRequest.newBuilder(URI.create("http://localhost:4001/orders"))
        .header("Authorization", "Bearer " + token)));

    System.out.println("the token is good for " + member(answer, "expires_in") + " seconds");
  }

  static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 400) throw new IOException(answer.statusCode() + " " + answer.body());
    return answer.body();
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  // A member that is a plain string or a number. A program that has a JSON library takes that.
  static String member(String json, String name) throws IOException {
    var found = Pattern.compile('"' + name + "\"\\s*:\\s*\"?([^\",}]*)").matcher(json);
    if (!found.find()) throw new IOException("no " + name + " in " + json);
    return found.group(1);
  }
}
