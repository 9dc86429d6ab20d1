import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request as httpsRequest, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificates, type TestCertificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createResourceServer, type MtlsOptions, NodeRequest, type ResourceServer } from '../src/index.ts';
import { createTestIssuer, type TestIssuer } from '../src/testing.ts';
import { requestOf } from './requests.ts';

const resource = 'https://localhost';
let files: TestCertificates;
let issuer: TestIssuer;
let clientPem: string;
let client: X509Certificate;
let other: X509Certificate;
let token: string;
const opened: ResourceServer[] = [];

beforeAll(async () => {
  files = await certificates();
  issuer = await createTestIssuer({ audience: resource });
  clientPem = readFileSync(files.certFile('client'), 'utf8');
  client = new X509Certificate(clientPem);
  other = new X509Certificate(readFileSync(files.certFile('gateway'), 'utf8'));
  token = await issuer.issueToken({ certificate: client.raw });
});

afterAll(async () => {
  for (const api of opened) api.close();
  await issuer.close();
});

function open(mtls: 'off' | 'socket' | MtlsOptions = 'socket'): ResourceServer {
  const api = createResourceServer({ resource, issuers: issuer.issuer, mtls });
  opened.push(api);
  return api;
}

interface Sent {
  readonly certificate?: Uint8Array;
  readonly peerAddress?: string;
  readonly header?: string | readonly string[];
  readonly token?: string;
}

async function send(api: ResourceServer, { header, token: sent = token, ...rest }: Sent): Promise<string> {
  const headers = { authorization: `Bearer ${sent}`, ...(header === undefined ? {} : { 'client-cert': header }) };
  const decision = await api.authenticate(requestOf({ headers, ...rest }));
  return decision.ok ? 'accepted' : `${decision.status} ${decision.code}`;
}

const sequence = (certificate: X509Certificate): string => `:${certificate.raw.toString('base64')}:`;

describe('certificate-bound tokens', () => {
  it('RS-08: count only with the certificate they are bound to', async () => {
    const api = open();
    expect(await send(api, { certificate: client.raw })).toBe('accepted');
    expect(await send(api, { certificate: other.raw })).toBe('401 certificate_mismatch');
    expect(await send(api, {})).toBe('401 certificate_missing');
    expect(await send(api, { certificate: client.raw, token: await issuer.issueToken() })).toBe('accepted');
  });

  it('RS-08: off: a bound token is refused and not taken for a bearer token', async () => {
    expect(await send(open('off'), { certificate: client.raw })).toBe('401 unsupported_confirmation');
    expect(await send(open('off'), { token: await issuer.issueToken() })).toBe('accepted');
  });

  it('RS-08: a header counts from trusted proxies only', async () => {
    const api = open({
      certificateHeader: 'client-cert',
      trustedProxies: ['10.1.0.0/16', '192.0.2.7', '2001:db8::/32', '::1'],
    });
    const from = (peerAddress: string | undefined): Promise<string> =>
      send(api, { header: sequence(client), ...(peerAddress === undefined ? {} : { peerAddress }) });
    for (const proxy of ['10.1.0.1', '10.1.255.254', '192.0.2.7', '2001:db8::5', '::1', '::ffff:10.1.2.3'])
      expect(await from(proxy)).toBe('accepted');
    for (const stranger of ['10.2.0.1', '192.0.2.8', '2001:db9::5', '127.0.0.1', '::2', undefined]) {
      expect(await from(stranger)).toBe('401 certificate_missing');
    }
  });

  it('RS-08: from a proxy the certificate of the connection is the proxy’s and does not count; from others it does', async () => {
    const api = open({ certificateHeader: 'client-cert', trustedProxies: ['10.0.0.1'] });
    expect(await send(api, { peerAddress: '10.0.0.1', certificate: client.raw })).toBe('401 certificate_missing');
    expect(await send(api, { peerAddress: '10.0.0.1', certificate: other.raw, header: sequence(client) })).toBe(
      'accepted',
    );
    expect(await send(api, { peerAddress: '10.0.0.9', certificate: client.raw })).toBe('accepted');
    expect(await send(api, { peerAddress: '10.0.0.9', certificate: other.raw, header: sequence(client) })).toBe(
      '401 certificate_mismatch',
    );
  });

  it.each([
    ['localhost'],
    ['10.0.0.0/33'],
    ['10.0.0.0/x'],
    ['10.0.0.0/'],
    ['10.0.0.0/8/8'],
    [''],
    ['::1/200'],
    ['10.0.0'],
  ])('a proxy that is no address is a TypeError: %j', (entry) => {
    expect(() => open({ certificateHeader: 'client-cert', trustedProxies: [entry] })).toThrow(TypeError);
    expect(() => open({ certificateHeader: 'client-cert', trustedProxies: [entry] })).toThrow(
      'neither an address nor a CIDR range, nor "unix"',
    );
  });
});

describe('over a real TLS connection', () => {
  let server: Server;
  let port: number;

  beforeAll(async () => {
    const api = open();
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const decision = await api.authenticate(new NodeRequest(request));
      if (decision.ok) response.end(decision.auth?.subject);
      else decision.send(response);
    };
    server = createServer(
      {
        cert: readFileSync(files.certFile('resource-server')),
        key: readFileSync(files.keyFile('resource-server')),
        ca: readFileSync(files.caFile),
        requestCert: true,
        rejectUnauthorized: false,
      },
      (request, response) => void answer(request, response),
    );
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    ({ port } = server.address() as AddressInfo);
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  function get(program?: string): Promise<string> {
    const identity =
      program === undefined
        ? {}
        : { cert: readFileSync(files.certFile(program)), key: readFileSync(files.keyFile(program)) };
    const agent = new Agent({ ca: readFileSync(files.caFile), servername: 'localhost', ...identity });
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(
        { host: '127.0.0.1', port, agent, headers: { authorization: `Bearer ${token}` } },
        (response) => {
          response.setEncoding('utf8');
          let body = '';
          response.on('data', (chunk: string) => {
            body += chunk;
          });
          response.on('end', () => resolve(`${response.statusCode} ${body}`));
        },
      );
      outgoing.on('error', reject).end();
    });
  }

  it('RS-08: the certificate of the handshake decides', async () => {
    expect(await get('client')).toBe('200 alice');
    expect(await get('gateway')).toMatch(/^401 .*certificate_mismatch/);
    expect(await get()).toMatch(/^401 .*certificate_missing/);
  });
});
