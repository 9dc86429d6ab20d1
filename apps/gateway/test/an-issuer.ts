/** An authorization server as far as the gateway can see it: metadata, keys, introspection, and a token endpoint. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { SignatureAlgorithm } from '@gatehouse/oauth-guard';
import { createTestIssuer, type TestIssuer, type TokenParameters } from '@gatehouse/oauth-guard/testing';

/** What the token endpoint does with the next exchanges. */
export type Behaviour = 'exchange' | 'silent' | { readonly status: number; readonly error: string };

export interface AnIssuer {
  readonly issuer: string;
  readonly clientSecret: string;
  readonly keys: TestIssuer;
  /** The forms of all exchanges so far. */
  readonly exchanges: URLSearchParams[];
  behaviour: Behaviour;
  /** Life of exchanged tokens in seconds. */
  lifeSeconds: number;
  /** Whom each API key stands for. */
  readonly apiKeys: Map<string, { readonly sub: string; readonly scope: string }>;
  issueToken(parameters?: TokenParameters): Promise<string>;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? 'e30', 'base64url').toString()) as Record<string, string>;

/**
 * Starts one.
 * @param audience `aud` of its tokens unless told
 * @param algorithm by which it signs
 */
export async function anIssuer(audience: string, algorithm: SignatureAlgorithm = 'RS256'): Promise<AnIssuer> {
  const keys = await createTestIssuer({ audience, algorithm });
  const exchanges: URLSearchParams[] = [];
  const clientSecret = 'the secret of the gateway';

  const subjectOf = (form: URLSearchParams): { sub: string; scope: string } | undefined => {
    const token = form.get('subject_token') ?? '';
    const { scope = '' } = claimsOf(token);
    const type = form.get('subject_token_type')?.split(':').at(-1);
    if (type === 'access_token') return { sub: claimsOf(token)['sub'] ?? 'opaque', scope: scope || 'invoice_read' };
    if (type === 'api-key') return made.apiKeys.get(token);
    if (type === 'service-account')
      return token === 'robot:secret' ? { sub: 'robot', scope: 'invoice_read' } : undefined;
    return undefined;
  };
  const exchange = async (request: IncomingMessage): Promise<[number, object]> => {
    const form = new URLSearchParams(await text(request));
    exchanges.push(form);
    const { behaviour } = made;
    if (typeof behaviour === 'object') return [behaviour.status, { error: behaviour.error }];
    const proof = `Basic ${Buffer.from(`gateway:${encodeURIComponent(clientSecret).replaceAll('%20', '+')}`).toString('base64')}`;
    if (request.headers.authorization !== proof) return [401, { error: 'invalid_client' }];
    const subject = subjectOf(form);
    if (!subject) return [400, { error: 'invalid_request' }];
    const asked = form.get('scope')?.split(' ');
    const scope = subject.scope.split(' ').filter((one) => asked === undefined || asked.includes(one));
    if (scope.length === 0) return [400, { error: 'invalid_scope' }];
    const token = await made.issueToken({
      subject: subject.sub,
      clientId: 'gateway',
      audience: form.get('resource') as string,
      scope: scope.join(' '),
      expiresInSeconds: made.lifeSeconds,
      claims: { act: { sub: 'gateway' } },
    });
    return [200, { access_token: token, token_type: 'Bearer', expires_in: made.lifeSeconds, scope: scope.join(' ') }];
  };

  const server = createServer((request, response) => {
    const answer = ([status, body]: [number, object]) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/token') {
      if (made.behaviour !== 'silent') void exchange(request).then(answer);
      return;
    }
    answer([
      200,
      { issuer: made.issuer, jwks_uri: `${keys.issuer}/jwks`, introspection_endpoint: `${keys.issuer}/introspection` },
    ]);
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const made: AnIssuer = {
    issuer: `http://127.0.0.1:${port}`,
    clientSecret,
    keys,
    exchanges,
    behaviour: 'exchange',
    lifeSeconds: 300,
    apiKeys: new Map(),
    issueToken: (parameters = {}) =>
      keys.issueToken({ ...parameters, claims: { iss: made.issuer, ...parameters.claims } }),
    async goAway() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
    comeBack: () => listen(port),
    async stop() {
      if (server.listening) await made.goAway();
      await keys.close();
    },
  };
  return made;
}
