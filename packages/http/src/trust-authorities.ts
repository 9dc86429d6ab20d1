import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { reasonOf } from './listen-error.ts';

/**
 * Lets every outbound TLS connection of this process, `fetch` included, trust the authorities in a file beside the usual ones.
 * Call it before the first connection.
 * @throws {Error} that names the file when it cannot be read or holds no certificate.
 */
export function trustAuthorities(caFile: string): void {
  let pem: string;
  try {
    pem = readFileSync(caFile, 'utf8');
  } catch (error) {
    throw new Error(`Cannot read the certificate authorities in ${caFile}: ${reasonOf(error)}.`, { cause: error });
  }
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu);
  if (!certificates) throw new Error(`${caFile} holds no certificate; it must be a PEM file.`);
  try {
    setDefaultCACertificates([...getCACertificates('default'), ...certificates]);
  } catch (error) {
    throw new Error(`${caFile} holds a certificate that cannot be read.`, { cause: error });
  }
}
