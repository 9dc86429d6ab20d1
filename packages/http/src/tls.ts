import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ListenError, reasonOf } from './listen-error.ts';

/** The files of a TLS server, PEM. */
export interface TlsFiles {
  /** The certificate, with those of intermediate authorities behind it. */
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities of client certificates. When given, clients are asked for one; whether it is needed is the program's decision. */
  readonly clientCaFile?: string | undefined;
}

/**
 * The options of a TLS server.
 * @throws {ListenError} when a file cannot be used
 */
export function tlsOptions({ certFile, keyFile, clientCaFile }: TlsFiles): object {
  const cert = readTlsFile(certFile, 'TLS certificate');
  const key = readTlsFile(keyFile, 'TLS key');
  checkPair(cert, key, certFile, keyFile);
  const clients =
    clientCaFile === undefined
      ? {}
      : { ca: readAuthorities(clientCaFile), requestCert: true, rejectUnauthorized: false };
  return {
    cert,
    key,
    ...clients,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: CIPHERS,
    honorCipherOrder: true,
    ALPNProtocols: ['http/1.1'],
  };
}

/** TLS 1.3, and of TLS 1.2 what has forward secrecy and authenticated encryption (RFC 9325, section 4.2). */
const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
].join(':');

function readTlsFile(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ListenError(`Cannot read the ${what} ${path}: ${reasonOf(error)}.`, { cause: error });
  }
}

function readAuthorities(path: string): Buffer {
  const pem = readTlsFile(path, 'authorities of client certificates');
  try {
    new X509Certificate(pem).fingerprint256.at(0);
  } catch (error) {
    throw new ListenError(`${path} holds no certificate in PEM form.`, { cause: error });
  }
  return pem;
}

function checkPair(cert: Buffer, key: Buffer, certFile: string, keyFile: string): void {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch (error) {
    throw new ListenError(`The TLS certificate ${certFile} is not a certificate in PEM form.`, { cause: error });
  }
  let matches: boolean;
  try {
    matches = certificate.checkPrivateKey(createPrivateKey(key));
  } catch (error) {
    throw new ListenError(`The TLS key ${keyFile} is not a private key in PEM form without a passphrase.`, {
      cause: error,
    });
  }
  if (!matches) throw new ListenError(`The TLS key ${keyFile} does not belong to the certificate ${certFile}.`);
}
