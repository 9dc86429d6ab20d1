import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { certificates } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createResourceServer, type DecisionEvent, NodeRequest, type ResourceServer } from '../src/index.ts';
import { createTestIssuer, type TestIssuer } from '../src/testing.ts';
import { requestOf } from './requests.ts';

const resource = 'https://localhost';
const unreadable = '401 certificate_unreadable';
const missing = '401 certificate_missing';
const mismatch = '401 certificate_mismatch';

let issuer: TestIssuer;
let api: ResourceServer;
let token: string;
let mine: Forms;
let others: Forms;
const decisions: DecisionEvent[] = [];

/** One certificate in the parts that proxies make their headers of. */
interface Forms {
  readonly pem: string;
  readonly der: string;
  readonly bare: string;
  readonly hex: string;
}

function formsOf(pem: string): Forms {
  const { raw, fingerprint256 } = new X509Certificate(pem);
  const bare = pem.replaceAll(/-----[A-Z ]+-----|\n/g, '');
  return { pem: pem.trim(), der: raw.toString('base64'), bare, hex: fingerprint256.replaceAll(':', '').toLowerCase() };
}

beforeAll(async () => {
  const files = await certificates();
  issuer = await createTestIssuer({ audience: resource });
  mine = formsOf(await readFile(files.certFile('client'), 'utf8'));
  others = formsOf(await readFile(files.certFile('gateway'), 'utf8'));
  token = await issuer.issueToken({ certificate: new X509Certificate(mine.pem).raw });
  api = createResourceServer({
    resource,
    issuers: issuer.issuer,
    mtls: { certificateHeader: 'x-cert', trustedProxies: ['10.0.0.1', 'unix'] },
    observe: { decision: (event) => decisions.push(event) },
  });
});

afterAll(async () => {
  api.close();
  await issuer.close();
});

async function send(header: string | readonly string[], peerAddress = '10.0.0.1'): Promise<string> {
  const headers = { authorization: `Bearer ${token}`, 'x-cert': header };
  const decision = await api.authenticate(requestOf({ headers, peerAddress }));
  return decision.ok ? 'accepted' : `${decision.status} ${decision.code}`;
}

const spaced = (pem: string) => pem.replaceAll('\n', ' ');

describe('client certificates by header, as proxies write them', () => {
  it.each<[string, (one: Forms) => string]>([
    ['RFC 9440', ({ der }) => `:${der}:`],
    ['nginx: $ssl_client_escaped_cert', ({ pem }) => encodeURIComponent(`${pem}\n`)],
    ['nginx: $ssl_client_cert', ({ pem }) => pem.replaceAll('\n', '\n\t')],
    ['Apache: %{SSL_CLIENT_CERT}s', ({ pem }) => spaced(pem)],
    ['AWS: x-amzn-mtls-clientcert-leaf', ({ pem }) => encodeURI(pem)],
    ['AWS, a chain', ({ pem }) => encodeURI(`${pem}\n${others.pem}\n`)],
    ['HAProxy: %[ssl_c_der,base64]', ({ der }) => der],
    ['HAProxy, quoted: %{+Q}[ssl_c_der,base64]', ({ der }) => `"${der}"`],
    ['Traefik: x-forwarded-tls-client-cert', ({ bare }) => bare],
    ['Traefik, a chain', ({ bare }) => `${bare},${others.bare}`],
    ['Traefik, escaped', ({ bare }) => encodeURIComponent(bare)],
    ['Azure: x-arr-clientcert', ({ der }) => der],
    ['Cloudflare: cf-client-cert-der-base64', ({ der }) => der],
    ['a form-encoded PEM', ({ pem }) => new URLSearchParams({ '': pem }).toString().slice(1)],
    ['Envoy: digest', ({ hex }) => `Hash=${hex}`],
    [
      'Envoy: certificate',
      ({ hex, pem }) => `Hash=${hex};Cert="${encodeURIComponent(pem)}";Subject="CN=a,O=b;\\"c\\""`,
    ],
    [
      'Envoy: all of it',
      ({ hex, pem }) => `By=spiffe://a/b;Hash=${hex};Cert="${encodeURIComponent(pem)}";URI=a;URI=b;DNS=x`,
    ],
    ['Envoy: only the certificate', ({ pem }) => `Cert="${encodeURIComponent(pem)}"`],
  ])('G26: %s', async (_name, form) => {
    expect(await send(form(mine))).toBe('accepted');
    expect(await send(form(others))).toBe(mismatch);
    expect(await send(form(mine), '10.0.0.2')).toBe(missing);
  });

  it.each<[string, (one: Forms) => string | string[], string]>([
    ['an empty header', () => '', missing],
    ['Apache without a certificate', () => '(null)', missing],
    ['no header', () => [], missing],
    ['rubbish in colons', () => ':AAAA:', unreadable],
    ['rubbish', () => 'rubbish', unreadable],
    ['two headers', ({ der }) => [`:${der}:`, `:${der}:`], unreadable],
    ['two empty headers', () => ['', ''], unreadable],
    ['two byte sequences', ({ der }) => `:${der}:, :${der}:`, unreadable],
    ['half of a byte sequence', ({ der }) => `:${der}`, unreadable],
    ['a broken escape', () => '%E0%A4%A', unreadable],
    ['a broken escape in Envoy’s form', () => 'Cert="%E0%A4%A"', unreadable],
    ['a PEM without an end', ({ pem }) => spaced(pem).slice(0, -8), unreadable],
    ['a key', ({ der }) => `-----BEGIN PRIVATE KEY----- ${der} -----END PRIVATE KEY-----`, unreadable],
    ['a certificate cut short', ({ der }) => der.slice(0, 400), unreadable],
    ['two elements of Envoy', ({ hex }) => `Hash=${hex},Hash=${others.hex}`, unreadable],
    ['two elements, the other first', ({ hex }) => `Hash=${others.hex},Hash=${hex}`, unreadable],
    ['a digest said twice', ({ hex }) => `Hash=${hex};Hash=${hex}`, unreadable],
    [
      'a digest that is not the certificate’s',
      ({ pem }) => `Hash=${others.hex};Cert="${encodeURIComponent(pem)}"`,
      unreadable,
    ],
    [
      'a certificate that is not the digest’s',
      ({ hex }) => `Hash=${hex};Cert="${encodeURIComponent(others.pem)}"`,
      unreadable,
    ],
    ['an unreadable certificate beside its digest', ({ hex }) => `Hash=${hex};Cert="rubbish"`, unreadable],
    ['half a digest', ({ hex }) => `Hash=${hex.slice(1)}`, unreadable],
    ['Envoy’s form without either', () => 'By=spiffe://a/b;Subject="CN=a"', unreadable],
    ['a subject that brings a second digest', ({ hex }) => `Subject="CN=a";Hash=${others.hex};Hash=${hex}`, unreadable],
    ['a quoted value that does not end', ({ hex }) => `Subject="CN=a;Hash=${hex}`, unreadable],
  ])('G26: %s is not taken for a certificate', async (_name, form, expected) => {
    expect(await send(form(mine))).toBe(expected);
  });

  it('G26: a subject in quotes cannot add members', async () => {
    expect(await send(`Subject="CN=a;Hash=${mine.hex}";Hash=${others.hex}`)).toBe(mismatch);
    expect(await send(`Hash=${others.hex};Subject="CN=\\";Hash=${mine.hex};x=\\""`)).toBe(mismatch);
  });

  it('G26: the log says which header cannot be read, and nothing of what was in it', async () => {
    decisions.length = 0;
    await send('rubbish');
    await send(['a', 'b']);
    await send('');
    expect(decisions.map(({ detail }) => detail)).toEqual([
      'x-cert is in none of the forms that are read',
      'x-cert was sent more than once',
      'the proxy sent no certificate in x-cert',
    ]);
  });

  it('a peer that is named by no address is no proxy', async () => {
    expect(await send(`:${mine.der}:`, 'localhost')).toBe(missing);
    expect(await send(`:${mine.der}:`, 'unix')).toBe('accepted');
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const decision = await api.authenticate(new NodeRequest(request));
  if (decision.ok) response.end('accepted');
  else decision.send(response);
}

describe('over a real Unix socket', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'guard-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('the header of the proxy counts there where `unix` is trusted', async () => {
    const socketPath = path.join(folder, 'api.sock');
    const server = createServer((request, response) => void answer(request, response));
    server.listen(socketPath);
    await once(server, 'listening');
    const headers = { authorization: `Bearer ${token}`, 'x-cert': `:${mine.der}:` };
    const [response] = await once(httpRequest({ socketPath, headers, agent: false }).end(), 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    await once(server.close(), 'close');
  });

  it('a TCP connection that is gone is not taken for a Unix socket', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as { port: number }).port, '127.0.0.1');
    client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    const [request] = await once(server, 'request');
    const seen = new NodeRequest(request);
    request.socket.destroy();
    expect(request.socket.remoteAddress).toBeUndefined();
    expect(seen.peerAddress).toBeUndefined();
    client.destroy();
    await once(server.close(), 'close');
  });
});
