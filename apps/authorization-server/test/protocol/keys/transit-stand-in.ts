/** A stand-in for a Transit secrets engine: the requests that Gatehouse makes, answered as OpenBao's documentation says. */
import { constants, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TransitStandIn {
  readonly url: string;
  readonly token: string;
  /** Private keys by name; they are nowhere else. */
  readonly keys: Map<string, { readonly privateKey: KeyObject; deletionAllowed: boolean }>;
  /** How many signatures were asked for. */
  signatures: number;
  /** Set: everything is answered with this status. */
  failing: number | undefined;
  stop(): Promise<void>;
}

type Body = Record<string, unknown>;

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : (JSON.parse(text) as Body);
}

const made: Record<string, () => KeyObject> = {
  'rsa-2048': () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  'rsa-3072': () => generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey,
  ed25519: () => generateKeyPairSync('ed25519').privateKey,
  'ecdsa-p256': () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
};

function signatureOf(privateKey: KeyObject, body: Body): string {
  const input = Buffer.from(String(body['input']), 'base64');
  if (privateKey.asymmetricKeyType === 'ed25519') return sign(undefined, input, privateKey).toString('base64');
  if (privateKey.asymmetricKeyType === 'ec') {
    const dsaEncoding = body['marshaling_algorithm'] === 'jws' ? 'ieee-p1363' : 'der';
    return sign('sha256', input, { key: privateKey, dsaEncoding }).toString('base64url');
  }
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  // Transit signs with PSS unless it is told otherwise.
  const options = body['signature_algorithm'] === 'pkcs1v15' ? {} : pss;
  return sign('sha256', input, { key: privateKey, ...options }).toString('base64');
}

export async function startTransit(): Promise<TransitStandIn> {
  const keys: TransitStandIn['keys'] = new Map();

  const answer = async (request: IncomingMessage): Promise<[number, Body?]> => {
    if (standIn.failing !== undefined) return [standIn.failing];
    if (request.headers['x-vault-token'] !== standIn.token) return [403, { errors: ['permission denied'] }];
    const [kind, name = '', rest] = (request.url ?? '').replace('/v1/transit/', '').split('/');
    const body = await bodyOf(request);
    const key = keys.get(name);
    if (kind === 'keys' && rest === undefined && request.method === 'POST') {
      const make = made[String(body['type'])];
      if (!make) return [400, { errors: ['unknown key type'] }];
      if (!key) keys.set(name, { privateKey: make(), deletionAllowed: false });
      return [204];
    }
    if (!key) return [kind === 'keys' ? 404 : 400, { errors: ['no such key'] }];
    if (kind === 'sign' && rest === 'sha2-256') {
      standIn.signatures += 1;
      return [200, { data: { signature: `vault:v1:${signatureOf(key.privateKey, body)}` } }];
    }
    if (request.method === 'GET') {
      const publicKey = createPublicKey(key.privateKey);
      // An Ed25519 key is shown as its 32 bytes, all others as PEM.
      const shown =
        publicKey.asymmetricKeyType === 'ed25519'
          ? Buffer.from(String(publicKey.export({ format: 'jwk' }).x), 'base64url').toString('base64')
          : publicKey.export({ type: 'spki', format: 'pem' });
      return [200, { data: { name, latest_version: 1, keys: { 1: { public_key: shown } } } }];
    }
    if (rest === 'config') {
      key.deletionAllowed = body['deletion_allowed'] === true;
      return [204];
    }
    if (request.method === 'DELETE' && key.deletionAllowed) {
      keys.delete(name);
      return [204];
    }
    return [400, { errors: ['deletion is not allowed for this key'] }];
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const respond = async () => {
      const [status, body] = await answer(request);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body && JSON.stringify(body));
    };
    void respond();
  };

  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const standIn: TransitStandIn = {
    url: `http://127.0.0.1:${port}/v1/transit`,
    token: 'a-token-of-the-test',
    keys,
    signatures: 0,
    failing: undefined,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return standIn;
}
