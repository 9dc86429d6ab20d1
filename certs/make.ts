/**
 * Owns the development certificates: one authority, a server certificate for each program and one client
 * certificate, all EC P-256 and strict X.509. Nothing here is meant for production: see README.md.
 *
 * Keys are made once; certificates follow from them and are renewed in place, so any number of starts at once end
 * with files that fit together.
 */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keepPrivateKey, readIfThere, replaceFile } from './files.ts';
import { issueAuthority, issueLeaf } from './issue.ts';
import { encodeDnsName, LOOPBACK_ADDRESSES } from './name-constraints.ts';

/** The programs that get a server certificate; each is also a DNS name in its own certificate (container networks). */
export const SERVER_NAMES = ['authorization-server', 'resource-server', 'gateway', 'web-app', 'console'] as const;

/** Subject common name of the one client certificate, `client.pem`. */
export const CLIENT_NAME = 'worker-mtls';

const DAY_MS = 86_400_000;
/** Browsers refuse leaf certificates over 397 or 398 days. */
const LEAF_DAYS = 390;
const LEAF_RENEWED_BELOW_DAYS = 30;
const AUTHORITY_DAYS = 730;
/** Above the leaf's limit, so that a leaf cut off at the authority's end is never due at once. */
const AUTHORITY_RENEWED_BELOW_DAYS = 60;
/** Clocks of machines and containers differ a little. */
const BACKDATED_MS = 3_600_000;

/** What `makeCertificates` needs. */
export interface CertificateOptions {
  /** Where the files lie; made when it does not exist. */
  readonly directory: string;
  /** The clock, for tests. */
  readonly now?: Date;
  /** Further DNS names for every server certificate. */
  readonly hostnames?: readonly string[];
}

/** Where the certificates are and which of them this call has made or renewed (file names, in order). */
export interface Certificates {
  readonly directory: string;
  readonly caFile: string;
  readonly made: readonly string[];
}

/**
 * Makes what is missing, renews what ends soon or no longer fits, and leaves the rest alone.
 * Throws when a file cannot be read or written, or when a key file holds no key.
 */
export async function makeCertificates(options: CertificateOptions): Promise<Certificates> {
  const { directory, now = new Date(), hostnames = [] } = options;
  mkdirSync(directory, { recursive: true });
  const made: string[] = [];
  const caFile = join(directory, 'ca.pem');
  const authorityKey = keepPrivateKey(join(directory, 'ca.key'));
  const notBefore = new Date(now.getTime() - BACKDATED_MS);

  const permittedDns = [...new Set(['localhost', ...SERVER_NAMES, CLIENT_NAME, ...hostnames])];
  let authority = readCertificate(caFile);
  const known = authority;
  const permits = (name: string) => known?.raw.includes(Buffer.from(encodeDnsName(name))) === true;
  if (
    !authority ||
    !fits(authority, authorityKey, authorityKey, now, AUTHORITY_RENEWED_BELOW_DAYS) ||
    !permittedDns.every(permits)
  ) {
    const validity = { notBefore, notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS) };
    const permitted = { dns: permittedDns, addresses: LOOPBACK_ADDRESSES };
    const pem = await issueAuthority(authorityKey, validity, permitted);
    replaceFile(caFile, pem);
    authority = new X509Certificate(pem);
    made.push('ca.pem');
  }

  const notAfter = new Date(Math.min(now.getTime() + LEAF_DAYS * DAY_MS, authority.validToDate.getTime()));
  const names = [...SERVER_NAMES, 'client'] as const;
  for (const name of names) {
    const file = join(directory, `${name}.pem`);
    const key = keepPrivateKey(join(directory, `${name}.key`));
    const server = name !== 'client';
    const dns = server ? ['localhost', name, ...hostnames] : [];
    const current = readCertificate(file);
    const named = new Set(current?.subjectAltName?.split(', '));
    if (
      current &&
      made[0] !== 'ca.pem' &&
      fits(current, key, authorityKey, now, LEAF_RENEWED_BELOW_DAYS) &&
      dns.every((dnsName) => named.has(`DNS:${dnsName}`))
    ) {
      continue;
    }
    const ip = server ? ['127.0.0.1', '::1'] : [];
    const commonName = server ? name : CLIENT_NAME;
    const purpose = server ? 'server' : 'client';
    replaceFile(file, await issueLeaf(key, authorityKey, { commonName, dns, ip, purpose, notBefore, notAfter }));
    made.push(`${name}.pem`);
  }
  return { directory, caFile, made };
}

function readCertificate(file: string): X509Certificate | undefined {
  const pem = readIfThere(file);
  try {
    return pem === undefined ? undefined : new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function fits(
  certificate: X509Certificate,
  key: KeyObject,
  authorityKey: KeyObject,
  now: Date,
  renewedBelowDays: number,
): boolean {
  const leftMs = certificate.validToDate.getTime() - now.getTime();
  return (
    certificate.checkPrivateKey(key) &&
    certificate.verify(createPublicKey(authorityKey)) &&
    certificate.validFromDate.getTime() <= now.getTime() &&
    leftMs > renewedBelowDays * DAY_MS
  );
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string', default: import.meta.dirname },
      hostname: { type: 'string', multiple: true, default: [] },
    },
  });
  const { directory, made } = await makeCertificates({ directory: values.directory, hostnames: values.hostname });
  const what = made.length > 0 ? `made ${made.join(', ')}` : 'all certificates are in place';
  process.stdout.write(`${directory}: ${what}\n`);
}
