// src/main/java/example/Shop.java: a Spring Boot application that signs users in and calls an API for them.
package example;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

@SpringBootApplication
@RestController
public class Shop {
  static final String REDIRECT_URI = "http://localhost:4000/callback";
  static final String AFTER_SIGN_OUT = "http://localhost:4000/";

  public static void main(String[] arguments) {
    SpringApplication.run(Shop.class, arguments);
  }

  @Bean
  SecurityFilterChain filters(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
    var leaving = new OidcClientInitiatedLogoutSuccessHandler(clients);
    leaving.setPostLogoutRedirectUri(AFTER_SIGN_OUT);
    // Spring sends a code challenge for confidential clients when it is told to.
    var resolver = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
    resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    // The access token is for the API; userinfo takes it too, and has the name.
    var users = new OidcUserService();
    users.setRetrieveUserInfo(request -> true);
    return http
        .authorizeHttpRequests(all -> all.anyRequest().authenticated())
        .oauth2Login(login -> login
            .authorizationEndpoint(end -> end.authorizationRequestResolver(resolver))
            .userInfoEndpoint(end -> end.oidcUserService(users))
            .redirectionEndpoint(end -> end.baseUri(URI.create(REDIRECT_URI).getPath())))
        .logout(logout -> logout.logoutSuccessHandler(leaving))
        .build();
  }

  @GetMapping("/")
  Map<String, Object> home(@AuthenticationPrincipal OidcUser user) {
    return Map.of("sub", user.getSubject(), "name", user.getFullName(), "email", user.getEmail());
  }

  // Calls the API for the user; a token that has expired is refreshed first.
  @GetMapping("/orders")
  Map<?, ?> orders(@RegisteredOAuth2AuthorizedClient("gatehouse") OAuth2AuthorizedClient client) {
    return RestClient.create().get().uri("http://localhost:4001/orders")
        .headers(headers -> headers.setBearerAuth(client.getAccessToken().getTokenValue()))
        .retrieve().body(Map.class);
  }
}
