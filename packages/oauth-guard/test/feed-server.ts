/** An authorization server as far as the revocation feed needs one: metadata, keys, tokens, and a feed that a test fills. */

import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { type ServerResponse } from 'node:http';
import { type LocalServer, listening } from './issuers.ts';

export const resource = 'https://api.example.com';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly jwk: object;
}

/** What the next answers hold; members of the payload. */
export type FeedPayload = Record<string, unknown>;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

export const markOf = (fact: string, value: string): string =>
  createHash('sha256').update(`${fact}:${value}`).digest('base64url').slice(0, 9);

function newKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } };
}

export class FeedServer {
  readonly questions: URLSearchParams[] = [];
  readonly keys: SigningKey[] = [newKey()];
  /** The commits so far: payload members that each adds. */
  readonly commits: FeedPayload[] = [];
  /** Changes the payload, the header or the whole answer before it is sent. */
  tamper: {
    payload?: (payload: FeedPayload) => FeedPayload;
    header?: (header: FeedPayload) => FeedPayload;
    answer?: (response: ServerResponse) => boolean;
    metadata?: (metadata: FeedPayload) => FeedPayload;
    signature?: string;
  } = {};
  #server: LocalServer | undefined;
  readonly #held = new Set<() => void>();

  get issuer(): string {
    return (this.#server as LocalServer).url;
  }

  async start(): Promise<this> {
    this.#server = await listening((request, response, url) => {
      const json = (value: object): void => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(value));
      };
      if (request.url === '/jwks') return json({ keys: this.keys.map(({ jwk }) => jwk) });
      if (request.url?.startsWith('/.well-known/')) {
        const metadata = { issuer: url, jwks_uri: `${url}/jwks`, revocation_feed_endpoint: `${url}/revocations` };
        return json(this.tamper.metadata?.(metadata) ?? metadata);
      }
      let body = '';
      request.on('data', (part: Buffer) => {
        body += String(part);
      });
      request.on('end', () => {
        const question = new URLSearchParams(body);
        this.questions.push(question);
        if (this.tamper.answer?.(response) !== true) this.#answer(question, response);
      });
    });
    return this;
  }

  /** Adds a commit and answers whoever waits. */
  revoke(payload: FeedPayload): void {
    this.commits.push(payload);
    for (const answer of this.#held) answer();
  }

  /** Revokes for good, with the usual expiry. */
  revokeFact(fact: string, value: string): void {
    this.revoke({ revoked: { [nowSeconds() + 600]: markOf(fact, value) } });
  }

  token(claims: FeedPayload = {}, key: SigningKey = this.keys[0]!): string {
    const iat = nowSeconds();
    const payload = {
      iss: this.issuer,
      sub: 'alice',
      aud: resource,
      client_id: 'app',
      jti: randomUUID(),
      iat,
      exp: iat + 300,
      ...claims,
    };
    const input = `${encode({ alg: 'RS256', typ: 'at+jwt', kid: key.kid })}.${encode(payload)}`;
    return `${input}.${sign('sha256', Buffer.from(input), key.privateKey).toString('base64url')}`;
  }

  /** A new key signs from now on; the old one stays published. */
  rotate(): void {
    this.keys.unshift(newKey());
  }

  close(): void {
    this.#server?.close();
  }

  #answer(question: URLSearchParams, response: ServerResponse): void {
    const after = question.get('after');
    const known = after === null ? 0 : Number(after);
    const send = (): void => {
      clearTimeout(timer);
      this.#held.delete(send);
      if (!response.destroyed) response.end(this.#document(after, known));
    };
    const waitMs = known === this.commits.length ? Number(question.get('wait')) * 1000 : 0;
    const timer = setTimeout(send, waitMs);
    if (waitMs > 0) this.#held.add(send);
  }

  #document(after: string | null, known: number): string {
    const content: FeedPayload = {
      iss: this.issuer,
      version: String(this.commits.length),
      ...(after !== null && { after }),
      revoked: {},
      issued_before: {},
      kept_seconds: 720,
      ...Object.assign({}, ...this.commits.slice(known)),
    };
    const payload = JSON.stringify(this.tamper.payload?.(content) ?? content);
    const key = this.keys[0]!;
    const header = { alg: 'RS256', kid: key.kid, typ: 'revocations+jws', b64: false, crit: ['b64'] };
    const protectedHeader = encode(this.tamper.header?.(header) ?? header);
    const signature = sign('sha256', Buffer.from(`${protectedHeader}.${payload}`), key.privateKey).toString(
      'base64url',
    );
    return JSON.stringify({ protected: protectedHeader, payload, signature: this.tamper.signature ?? signature });
  }
}
