/** An authenticator made of software, which can also be made to lie, for tests (Web Authentication Level 3, section 6). */
import 'reflect-metadata';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  KeyObject,
  randomBytes,
  sign,
  webcrypto,
} from 'node:crypto';
import { BasicConstraintsExtension, X509CertificateGenerator } from '@peculiar/x509';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const text = (data: Buffer) => data.toString('base64url');

/** The first bytes of an item of CBOR. */
const head = (major: number, length: number): Buffer => {
  if (length < 24) return Buffer.of((major << 5) | length);
  if (length < 256) return Buffer.of((major << 5) | 24, length);
  return Buffer.of((major << 5) | 25, length >> 8, length & 255);
};

/** CBOR (RFC 8949) of what is needed here: small numbers, text, bytes and maps. */
function cbor(value: number | string | Buffer | readonly unknown[] | Map<number | string, unknown>): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map((one) => cbor(one as number))]);
  const map = value as Map<number | string, unknown>;
  return Buffer.concat([head(5, map.size), ...[...map].flatMap((pair) => pair).map((one) => cbor(one as number))]);
}

/** How it answers; the defaults are those of an honest one whose user was verified. */
export interface Answering {
  readonly origin?: string;
  readonly rpId?: string;
  readonly crossOrigin?: boolean;
  readonly userVerified?: boolean;
  readonly userPresent?: boolean;
  readonly signCount?: number;
  readonly backedUp?: boolean;
  readonly backupEligible?: boolean;
  readonly userHandle?: string | undefined;
  readonly type?: string;
}

/** Attests what is signed here: a statement of the format `packed` (section 8.2). */
export type Attest = (signed: Buffer, ownKey: KeyObject) => Map<string, unknown>;

/** The passkey itself attests. */
export const selfAttestation: Attest = (signed, ownKey) =>
  new Map<string, unknown>([
    ['alg', -7],
    ['sig', sign('sha256', signed, ownKey)],
  ]);

/** A maker's certificate attests, made for the occasion. */
export async function certificateAttestation(): Promise<Attest> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'C=DE, O=Maker, OU=Authenticator Attestation, CN=Maker',
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(false)],
  });
  const key = KeyObject.from(keys.privateKey);
  return (signed) =>
    new Map<string, unknown>([
      ['alg', -7],
      ['sig', sign('sha256', signed, key)],
      ['x5c', [Buffer.from(certificate.rawData)]],
    ]);
}

/** What the page asks for, as it stands in `data-options`. */
export interface Asked {
  readonly challenge: string;
  readonly rp?: { readonly id: string };
  readonly rpId?: string;
  readonly user?: { readonly id: string };
  readonly excludeCredentials?: readonly { readonly id: string }[];
  readonly allowCredentials?: readonly { readonly id: string }[];
  readonly userVerification?: string;
}

/** The options in a page. Throws when it has none. */
export function askedBy(page: string): Asked {
  const found = /data-options="([^"]+)"/u.exec(page)?.[1];
  if (found === undefined) throw new Error('the page asks for no passkey');
  return JSON.parse(found.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Asked;
}

/** A passkey as text, from which the same one can be made again. */
export interface KeptPasskey {
  readonly id: string;
  readonly privateKey: JsonWebKey;
  readonly userHandle: string | undefined;
  readonly count: number | undefined;
}

/** One passkey on one device. */
export class Authenticator {
  readonly credentialId: Buffer;
  readonly #keys: { privateKey: KeyObject; publicKey: KeyObject };
  readonly origin: string;
  /** Set: it is copied between devices. */
  backupEligible = false;
  /** Goes up with each answer; undefined: it does not count. */
  count: number | undefined = 0;
  userHandle: string | undefined;

  constructor(origin: string, kept?: KeptPasskey) {
    this.origin = origin;
    if (kept) {
      const privateKey = createPrivateKey({ key: kept.privateKey, format: 'jwk' });
      this.#keys = { privateKey, publicKey: createPublicKey(privateKey) };
      this.credentialId = Buffer.from(kept.id, 'base64url');
      this.userHandle = kept.userHandle;
      this.count = kept.count;
    } else {
      this.#keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      this.credentialId = randomBytes(32);
    }
  }

  kept(): KeptPasskey {
    const { id, userHandle, count } = this;
    return { id, privateKey: this.#keys.privateKey.export({ format: 'jwk' }), userHandle, count };
  }

  get id(): string {
    return text(this.credentialId);
  }

  #data(how: Answering, rpId: string, attested = Buffer.alloc(0)): Buffer {
    const { userPresent = true, userVerified = true, backupEligible = this.backupEligible } = how;
    const { backedUp = backupEligible } = how;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(how.signCount ?? (this.count === undefined ? 0 : ++this.count));
    const flags =
      Number(userPresent) |
      (Number(userVerified) << 2) |
      (Number(backupEligible) << 3) |
      (Number(backedUp) << 4) |
      (Number(attested.length > 0) << 6);
    return Buffer.concat([sha256(how.rpId ?? rpId), Buffer.of(flags), count, attested]);
  }

  #clientData(
    type: string,
    challenge: string,
    { origin = this.origin, crossOrigin = false, ...how }: Answering,
  ): Buffer {
    return Buffer.from(JSON.stringify({ type: how.type ?? type, challenge, origin, crossOrigin }));
  }

  /** Makes the passkey: what the page's script would send. */
  create(asked: Asked, how: Answering & { readonly attest?: Attest } = {}): string {
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    const publicKey = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x as string, 'base64url')],
        [-3, Buffer.from(y as string, 'base64url')],
      ]),
    );
    const length = Buffer.of(this.credentialId.length >> 8, this.credentialId.length & 255);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, publicKey]);
    this.userHandle = asked.user?.id;
    const data = this.#data(how, asked.rp?.id ?? '', attested);
    const clientData = this.#clientData('webauthn.create', asked.challenge, how);
    const statement = how.attest?.(Buffer.concat([data, sha256(clientData)]), this.#keys.privateKey);
    const object = new Map<string, unknown>([
      ['fmt', statement ? 'packed' : 'none'],
      ['attStmt', statement ?? new Map()],
      ['authData', data],
    ]);
    return JSON.stringify({
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: text(clientData),
        attestationObject: text(cbor(object)),
        transports: ['internal'],
      },
    });
  }

  /** Signs a challenge: what the page's script would send. */
  get(asked: Asked, how: Answering = {}): string {
    const data = this.#data(how, asked.rpId ?? '');
    const clientData = this.#clientData('webauthn.get', asked.challenge, how);
    const userHandle = 'userHandle' in how ? how.userHandle : this.userHandle;
    return JSON.stringify({
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: text(clientData),
        authenticatorData: text(data),
        signature: text(sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#keys.privateKey)),
        ...(userHandle === undefined ? {} : { userHandle }),
      },
    });
  }
}
