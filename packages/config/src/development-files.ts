/** Where the services of one development machine find what they made for each other. */
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');

/** Databases, generated secrets and logs. */
export const developmentDirectory: string = path.join(root, '.gatehouse');

/** A certificate or key that `certs/make.ts` made: `ca.pem`, `gateway.key`. */
export const developmentCertificate = (name: string): string => path.join(root, 'certs', name);

/** Whether the file holds a certificate of the authority that `certs/make.ts` makes, wherever it was copied to. */
export function isDevelopmentCertificate(file: string): boolean {
  try {
    return new X509Certificate(readFileSync(file)).issuer === 'CN=Gatehouse development CA';
  } catch {
    // Whoever serves it says what is wrong with it.
    return false;
  }
}

/** Where the authorization server leaves the secret of a client of its development registry. */
export const developmentSecretFile = (clientId: string): string =>
  path.join(developmentDirectory, 'secrets/clients', clientId);

/** The authorities that outbound TLS trusts beside the usual ones: as set, or in development those that were made here. */
export function outboundAuthorities({
  mode,
  caFile,
}: {
  readonly mode: 'development' | 'production';
  readonly caFile?: string | undefined;
}): string | undefined {
  if (caFile !== undefined || mode === 'production') return caFile;
  const made = developmentCertificate('ca.pem');
  return existsSync(made) ? made : undefined;
}
