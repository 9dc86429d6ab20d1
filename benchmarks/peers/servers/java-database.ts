/** The address of a PostgreSQL database as Keycloak takes it. */
export function javaDatabase(url: string): Record<string, string> {
  const { hostname, port, pathname, username, password } = new URL(url);
  return {
    KC_DB_URL: `jdbc:postgresql://${hostname}:${port}${pathname}`,
    KC_DB_USERNAME: decodeURIComponent(username),
    KC_DB_PASSWORD: decodeURIComponent(password),
  };
}
