import 'reflect-metadata';
import { createPublicKey, type KeyObject, randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { encodeNameConstraints, NAME_CONSTRAINTS_OID, type PermittedNames } from './name-constraints.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Distinguished name of the development authority. */
export const AUTHORITY_NAME = 'CN=Gatehouse development CA';

/** When a certificate is good, both ends included. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What a certificate below the authority says. */
export interface Leaf extends Validity {
  readonly commonName: string;
  /** DNS names and IP addresses for the subject alternative name; none for a client. */
  readonly dns: readonly string[];
  readonly ip: readonly string[];
  readonly purpose: 'server' | 'client';
}

/** Issues the authority's own certificate in PEM: a root for the given names only, that can sign no further authority. */
export async function issueAuthority(key: KeyObject, validity: Validity, permitted: PermittedNames): Promise<string> {
  const keys = { privateKey: await signingKey(key), publicKey: await publicKey(key) };
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: AUTHORITY_NAME,
    keys,
    serialNumber: serialNumber(),
    ...validity,
    signingAlgorithm: SIGNING,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new Extension(NAME_CONSTRAINTS_OID, true, encodeNameConstraints(permitted)),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return certificate.toString('pem');
}

/** Issues one certificate in PEM for `key`, signed by the authority's key. */
export async function issueLeaf(key: KeyObject, authorityKey: KeyObject, leaf: Leaf): Promise<string> {
  const subjectKey = await publicKey(key);
  const alternativeNames = [
    ...leaf.dns.map((value) => ({ type: 'dns' as const, value })),
    ...leaf.ip.map((value) => ({ type: 'ip' as const, value })),
  ];
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${leaf.commonName}`,
    issuer: AUTHORITY_NAME,
    publicKey: subjectKey,
    signingKey: await signingKey(authorityKey),
    serialNumber: serialNumber(),
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter,
    signingAlgorithm: SIGNING,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([
        leaf.purpose === 'server' ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth,
      ]),
      ...(alternativeNames.length > 0 ? [new SubjectAlternativeNameExtension(alternativeNames)] : []),
      await SubjectKeyIdentifierExtension.create(subjectKey),
      await AuthorityKeyIdentifierExtension.create(await publicKey(authorityKey)),
    ],
  });
  return certificate.toString('pem');
}

function signingKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', new Uint8Array(pkcs8), ALGORITHM, false, ['sign']);
}

function publicKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return webcrypto.subtle.importKey('spki', new Uint8Array(spki), ALGORITHM, true, ['verify']);
}

/** 127 random bits, positive and never empty (RFC 5280 section 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}
