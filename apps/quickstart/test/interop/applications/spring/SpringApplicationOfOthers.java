package example;

import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class SpringApplicationOfOthers {
  public static void main(String[] arguments) {
    SpringApplication.run(SpringApplicationOfOthers.class, arguments);
  }

  @Bean
  SecurityFilterChain filters(HttpSecurity http, ClientRegistrationRepository clients, @Value("${origin}") String origin)
      throws Exception {
    var leaving = new OidcClientInitiatedLogoutSuccessHandler(clients);
    leaving.setPostLogoutRedirectUri(origin + "/bye");
    // Spring sends a code challenge for confidential clients when it is told to.
    var resolver = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
    resolver.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    return http
        .authorizeHttpRequests(all -> all.requestMatchers("/bye").permitAll().anyRequest().authenticated())
        .oauth2Login(login -> login.authorizationEndpoint(end -> end.authorizationRequestResolver(resolver)))
        .csrf(csrf -> csrf.disable())
        .logout(logout -> logout.logoutSuccessHandler(leaving))
        .oauth2Client(Customizer.withDefaults())
        .build();
  }

  @GetMapping("/")
  Map<String, Object> home(@AuthenticationPrincipal OidcUser user) {
    return Map.of("sub", user.getSubject(), "name", user.getFullName(), "email", user.getEmail());
  }

  @GetMapping("/refresh")
  Map<String, Object> refresh(@RegisteredOAuth2AuthorizedClient("gatehouse") OAuth2AuthorizedClient client) {
    var request = new OAuth2RefreshTokenGrantRequest(
        client.getClientRegistration(), client.getAccessToken(), client.getRefreshToken());
    var answer = new RestClientRefreshTokenTokenResponseClient().getTokenResponse(request);
    var before = client.getAccessToken().getTokenValue();
    return Map.of("refreshed", !answer.getAccessToken().getTokenValue().equals(before));
  }

  @GetMapping("/bye")
  Map<String, Object> bye() {
    return Map.of("bye", true);
  }
}
