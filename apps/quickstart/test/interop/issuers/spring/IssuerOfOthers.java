package example;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * An issuer of Spring Authorization Server as Spring Boot sets it up. Tokens of most clients are as it makes them; those of the
 * client "shop" have an audience and roles, by the customizer that Spring's own guide shows.
 */
@SpringBootApplication
public class IssuerOfOthers {
  public static void main(String[] arguments) {
    SpringApplication.run(IssuerOfOthers.class, arguments);
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> customizer() {
    return context -> {
      boolean shop = context.getRegisteredClient().getClientId().equals("shop");
      if (!shop || !OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) return;
      Set<String> roles =
          context.getPrincipal().getAuthorities().stream()
              .map(GrantedAuthority::getAuthority)
              .filter(authority -> authority.startsWith("ROLE_"))
              .map(authority -> authority.substring("ROLE_".length()))
              .collect(Collectors.toUnmodifiableSet());
      context.getClaims().audience(List.of("https://notes.example")).claim("roles", roles);
    };
  }
}
