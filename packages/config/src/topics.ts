/** What settings are about, by their names: for `--help` and the reference, so that who looks for one finds its neighbours. */

const TOPICS = {
  General:
    /^(?:mode|issuer|publicOrigin|audience|registryFile|demoRegistryFile|routesFile|services|stateDirectory|certificatesDirectory|workers|approval.*|calls|intervalSeconds)$/u,
  Network:
    /^(?:host|port|managementHost|managementPort|trustedProxies|traceCallers|allowedOrigins|authorizeCallers|keepAliveSeconds|drainDelaySeconds|upstreamConnections)$/u,
  'Admin API': /^admin\w+$/u,
  TLS: /^(?:tls.*|caFile|clientCertificateHeader|upstream(?:Cert|Key)File)$/u,
  Database: /^(?:database.*|gcIntervalSeconds)$/u,
  'Sign-in and brute force': /^(?:signIn.*|registration|emailCode|interaction.*)$/u,
  Sessions: /^session.*$/u,
  Passwords: /^(?:password.*|breachedPasswords.*)$/u,
  Tokens: /^(?:(?:accessToken|authorizationCode|idToken|refresh|grant)\w*|exchange\w*|renewBeforeSeconds)$/u,
  'Keys and encryption': /^(?:encryptionKeys|cursorKeys|ticketKeys|key\w+|rsa\w+|signer|transit\w+|jwksMaxAge\w+)$/u,
  'Verification of tokens':
    /^(?:jwks(?:Cache|Stale|Cooldown)\w+|signingAlgorithms|clockTolerance\w+|revocation\w+|credentialCache\w+)$/u,
  'OAuth client': /^(?:clientId|clientSecret|server|loginKey|apiOrigin|resource|scope)$/u,
  Mail: /^(?:smtp|mail)\w+$/u,
  'Outbound requests (SSRF)': /^(?:outbound\w+|dnsServers)$/u,
  'Rate limits and quotas': /^(?:rateLimit|quota)\w+$/u,
  'Audit, logs and usage': /^(?:audit\w+|operator|logLevel|accessLog|usage\w+)$/u,
  'Traces and logs over OTLP': /^(?:exporterOtlp|sdkDisabled|serviceName|traces|bsp)\w*$/u,
  Other: /./u,
};

/** One of them. */
export type Topic = keyof typeof TOPICS;

/** All, in the order in which they are shown. */
export const topics = Object.keys(TOPICS) as readonly Topic[];

/** What a setting is about, by its name in the code. */
export function topicOf(field: string): Topic {
  return topics.find((topic) => TOPICS[topic].test(field)) as Topic;
}
