/** Client certificates (RFC 8705): where they come from and when they count. */
import { hash, X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { KoaContextWithOIDC } from 'oidc-provider';

const socketOf = (ctx: KoaContextWithOIDC) => ctx.req.socket as TLSSocket;

/** The client certificate of the connection, if there is one. */
export function certificateOf(ctx: KoaContextWithOIDC): X509Certificate | undefined {
  const raw = socketOf(ctx).getPeerCertificate?.(false)?.raw;
  return raw ? new X509Certificate(raw) : undefined;
}

/** As in `x5t#S256` (RFC 8705, section 3.1). */
export const thumbprintOf = (certificate: X509Certificate | undefined): string | undefined =>
  certificate && hash('sha256', certificate.raw, 'base64url');

/** The subject as in RFC 4514 (most specific first), from Node's one-line-per-part form (least specific first). */
export const distinguishedName = (certificate: X509Certificate): string =>
  certificate.subject.split('\n').toReversed().join(',');

/** True when the certificate's alternative names hold `TYPE:value` exactly. */
function hasAlternativeName(certificate: X509Certificate, type: string, value: string): boolean {
  const names = certificate.subjectAltName?.match(/(?:[^,"]|"(?:\\.|[^"\\])*")+/g) ?? [];
  return names.some((name) => name.trim() === `${type}:${value}`);
}

const alternativeNames: Record<string, string> = {
  tls_client_auth_san_dns: 'DNS',
  tls_client_auth_san_uri: 'URI',
  tls_client_auth_san_ip: 'IP Address',
  tls_client_auth_san_email: 'email',
};

/** Whether the certificate is the one that the metadata of a client names; of several names all must fit. */
export function certificateMatches(certificate: X509Certificate, metadata: Readonly<Record<string, unknown>>): boolean {
  const checks: boolean[] = [];
  const subject = metadata['tls_client_auth_subject_dn'];
  if (typeof subject === 'string') checks.push(distinguishedName(certificate) === subject);
  for (const [property, type] of Object.entries(alternativeNames)) {
    const expected = metadata[property];
    if (typeof expected === 'string') checks.push(hasAlternativeName(certificate, type, expected));
  }
  return checks.length > 0 && checks.every(Boolean);
}

/** RFC 8705, section 5. Client certificates are asked for on the one TLS socket, so the addresses are the usual ones. */
export const mtlsAliases = (issuer: string) => ({
  token_endpoint: `${issuer}/token`,
  revocation_endpoint: `${issuer}/token/revocation`,
  introspection_endpoint: `${issuer}/token/introspection`,
  pushed_authorization_request_endpoint: `${issuer}/request`,
  userinfo_endpoint: `${issuer}/me`,
  revocation_feed_endpoint: `${issuer}/revocations`,
});

/** oidc-provider's `features.mTLS`. Its callbacks must answer at once. */
export const mutualTls = (enabled: boolean) => ({
  enabled,
  certificateBoundAccessTokens: enabled,
  tlsClientAuth: enabled,
  selfSignedTlsClientAuth: enabled,
  getCertificate: certificateOf,
  certificateAuthorized: (ctx: KoaContextWithOIDC) => socketOf(ctx).authorized,
  certificateSubjectMatches(ctx: KoaContextWithOIDC, property: string, expected: string): boolean {
    const certificate = certificateOf(ctx);
    if (!certificate) return false;
    if (property === 'tls_client_auth_subject_dn') return distinguishedName(certificate) === expected;
    const type = alternativeNames[property];
    return type !== undefined && hasAlternativeName(certificate, type, expected);
  },
});
