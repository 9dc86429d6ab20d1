/** Which authorities the command trusts, beside those of Node.js. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { outboundAuthorities } from '@gatehouse/config';
import { isLoopback } from '../address.ts';
import { UsageError } from '../refused.ts';
import { readText } from './key-file.ts';

/**
 * Trusts the authorities in the file, or in GATEHOUSE_CA_FILE. A server on this machine may show a certificate of the
 * development authority, where one was made: no other server may, because its key lies about here.
 * @throws {UsageError} when the file holds no certificate
 */
export async function trustFor(url: URL, caFile: string | undefined): Promise<void> {
  const mode = isLoopback(url) && process.env['GATEHOUSE_MODE'] !== 'production' ? 'development' : 'production';
  const file = outboundAuthorities({ mode, caFile: caFile ?? (process.env['GATEHOUSE_CA_FILE'] || undefined) });
  if (file === undefined) return;
  const pem = await readText(file, 'certificate authorities in');
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu);
  try {
    if (!certificates) throw new TypeError('no PEM');
    setDefaultCACertificates([...getCACertificates('default'), ...certificates]);
  } catch {
    throw new UsageError(`${file} holds no certificate that can be read; it must be a PEM file`);
  }
}
