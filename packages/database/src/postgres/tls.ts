import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkServerIdentity, type ConnectionOptions as TlsOptions } from 'node:tls';
import { StorageSetupError } from '../errors.ts';

/** How the connection to the server is encrypted. There is no way to encrypt without verifying the server. */
export interface TlsSettings {
  /** `verify-full` checks the chain and the host name, `verify-ca` the chain alone. */
  readonly mode: 'verify-ca' | 'verify-full';
  /** Authorities instead of the well-known ones, PEM. */
  readonly caFile?: string | undefined;
  /** A client certificate and its key, PEM. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

const unknownAuthority =
  'the certificate of the database server is not signed by an authority that is known here; name the file of the ' +
  'right one, with sslrootcert in the URL or with the setting for it';
const faults: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_SIGNATURE_FAILURE: unknownAuthority,
  CERT_HAS_EXPIRED: 'the certificate of the database server, or of its authority, has expired',
  CERT_NOT_YET_VALID: 'the certificate of the database server is not valid yet; compare the clocks',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'the certificate of the database server is for another host name than the one in the URL (sslmode=verify-ca does not compare them)',
};

/** One line about a failed handshake; undefined when the error is about something else. */
export function tlsFault(error: unknown): string | undefined {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (message === 'The server does not support SSL connections')
    return 'the database server does not speak TLS; switch it on there, or ask for sslmode=disable';
  if (message.includes('no encryption')) return `${message}; ask for TLS with sslmode=verify-full`;
  if (code.startsWith('ERR_SSL_')) return `the TLS handshake with the database server failed (${code})`;
  return faults[code];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StorageSetupError(
      `The file ${file} for TLS to the database cannot be read: ${(error as { code: string }).code}`,
    );
  }
}

/** What the files of the settings hold. */
export interface TlsFiles {
  readonly mode: TlsSettings['mode'];
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/**
 * The files are read for each connection, so that renewed ones count from the next connection on; while they cannot be read,
 * what was read last counts.
 * @throws {StorageSetupError} at once: a file cannot be read, or holds no certificate
 */
export function tlsFiles({ mode, caFile, certFile, keyFile }: TlsSettings): () => TlsFiles {
  const load = (): TlsFiles => {
    const [ca, cert, key] = [caFile, certFile, keyFile].map((file) => (file === undefined ? undefined : read(file)));
    if (ca !== undefined && !isCertificate(ca))
      throw new StorageSetupError(`The file ${caFile} holds no certificate (PEM) of an authority for the database`);
    return { mode, ca, cert, key };
  };
  let last = load();
  return () => {
    try {
      last = load();
    } catch (error) {
      if (!(error instanceof StorageSetupError)) throw error;
    }
    return last;
  };
}

/** What a new connection to a host is made with. */
export function tlsOptions({ mode, ...files }: TlsFiles, host: string): TlsOptions {
  return {
    ...Object.fromEntries(Object.entries(files).filter(([, pem]) => pem !== undefined)),
    rejectUnauthorized: true,
    // The driver names the server by its host name only; by itself it would compare an address with "localhost".
    checkServerIdentity: (_name, certificate) =>
      mode === 'verify-ca' ? undefined : checkServerIdentity(host, certificate),
  };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.byteLength > 0;
  } catch {
    return false;
  }
}
