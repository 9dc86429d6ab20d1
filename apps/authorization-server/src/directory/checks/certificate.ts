/** When certificates end. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { type Finding, fault, ok, skipped, warning } from './finding.ts';

const daySeconds = 86_400;
/** Certificates of 90 days are renewed 30 days before they end: this late, nobody renews. */
const renewedBeforeDays = 21;

/** @param what whose certificate it is */
export function expiryFinding(what: string, validTo: Date, nowMs: number): Finding {
  const days = Math.floor((validTo.getTime() - nowMs) / 1000 / daySeconds);
  const until = validTo.toISOString().slice(0, 10);
  if (days < 0) return fault(`${what} ended on ${until}`, 'renew it: nobody can connect');
  const check = `${what} is valid for ${days} days, until ${until}`;
  return days < renewedBeforeDays ? warning(check, 'renew it, and see why nothing renews it by itself') : ok(check);
}

export interface CertificateSettings {
  readonly tls: boolean;
  readonly tlsCertFile: string;
  readonly tlsKeyFile: string;
  readonly issuer: string;
}

/** The certificate that the server serves by itself. */
export function certificateFindings(
  { tls, tlsCertFile, tlsKeyFile, issuer }: CertificateSettings,
  nowMs: number,
): readonly Finding[] {
  if (!tls) return [skipped('certificate of this server', 'GATEHOUSE_TLS is false: a proxy in front ends TLS')];
  const what = `the certificate in ${tlsCertFile}`;
  try {
    const certificate = new X509Certificate(readFileSync(tlsCertFile));
    readFileSync(tlsKeyFile);
    const { hostname } = new URL(issuer);
    const address = hostname.replace(/^\[|\]$/gu, '');
    const named = isIP(address) === 0 ? certificate.checkHost(hostname) : certificate.checkIP(address);
    return [
      expiryFinding(what, certificate.validToDate, nowMs),
      ...(named
        ? []
        : [fault(`${what} is not for ${hostname}`, `it is for ${certificate.subjectAltName ?? 'no name'}`)]),
    ];
  } catch (error) {
    return [fault(`${what} cannot be used`, (error as Error).message.split('\n')[0] ?? '')];
  }
}
