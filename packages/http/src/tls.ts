import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { ListenError, reasonOf } from './listen-error.ts';

/** The files of a TLS server, PEM. They are read again while it runs, so that a renewed certificate needs no restart. */
export interface TlsFiles {
  /** The certificate, with those of intermediate authorities behind it. */
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities of client certificates. When given, clients are asked for one; whether it is needed is the application's decision. */
  readonly clientCaFile?: string | undefined;
}

/** What the files held at one moment, unchecked. */
export interface TlsContents {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly clientCa: Buffer | undefined;
  /** Tells two contents apart. */
  readonly digest: string;
}

/** Contents with which a server can serve. */
export interface TlsIdentity {
  readonly digest: string;
  readonly certificate: X509Certificate;
  /** For `setSecureContext`, and with `requestCert` and its like for a new server. */
  readonly options: SecureContextOptions;
}

/**
 * Reads the files.
 * @throws {ListenError} when one of them cannot be read
 */
export async function readTls({ certFile, keyFile, clientCaFile }: TlsFiles): Promise<TlsContents> {
  const [cert, key, clientCa] = await Promise.all([
    readPem(certFile, 'TLS certificate'),
    readPem(keyFile, 'TLS key'),
    clientCaFile === undefined ? undefined : readPem(clientCaFile, 'authorities of client certificates'),
  ]);
  const hash = createHash('sha256');
  for (const part of [cert, key, clientCa ?? '']) hash.update(`${part.length}:`).update(part);
  return { cert, key, clientCa, digest: hash.digest('base64url') };
}

/**
 * Whether a server can serve with this; how long the certificate is valid is not looked at.
 * @throws {ListenError} that names the file at fault
 */
export function checkTls({ cert, key, clientCa, digest }: TlsContents, files: TlsFiles): TlsIdentity {
  const { certFile, keyFile, clientCaFile } = files;
  const certificate = checkPair(cert, key, certFile, keyFile);
  if (clientCa && clientCaFile !== undefined) checkAuthorities(clientCa, clientCaFile);
  const options = {
    cert,
    key,
    ...(clientCa && { ca: clientCa }),
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: CIPHERS,
    honorCipherOrder: true,
  } as const;
  try {
    createSecureContext(options);
  } catch (error) {
    throw new ListenError(`The TLS certificate ${certFile} cannot be used: ${reasonOf(error)}.`, { cause: error });
  }
  return { digest, certificate, options };
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

async function readPem(path: string, what: string): Promise<Buffer> {
  let pem: Buffer;
  try {
    pem = await readFile(path);
  } catch (error) {
    throw new ListenError(`Cannot read the ${what} ${path}: ${reasonOf(error)}.`, { cause: error });
  }
  const text = pem.toString('latin1');
  // OpenSSL would take the certificates before the one that is cut off.
  if (text.split('-----BEGIN ').length !== text.split('-----END ').length) {
    throw new ListenError(`The ${what} ${path} is cut off.`);
  }
  return pem;
}

function checkAuthorities(pem: Buffer, path: string): void {
  try {
    new X509Certificate(pem).fingerprint256.at(0);
  } catch (error) {
    throw new ListenError(`${path} holds no certificate in PEM form.`, { cause: error });
  }
}

function checkPair(cert: Buffer, key: Buffer, certFile: string, keyFile: string): X509Certificate {
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
  return certificate;
}
