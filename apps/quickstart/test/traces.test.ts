/** One trace across services: what a page of the web app and a call through the gateway cause, and the audit beside it. */
import { eventually, type OtlpReceiver, otlpReceiver, type ReceivedSpan } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Product, startProduct } from './product.ts';
import { TwoSites } from './two-sites.ts';

let receiver: OtlpReceiver;
let product: Product;
let password: string;

beforeAll(async () => {
  receiver = await otlpReceiver();
  product = await startProduct({ ...receiver.env, GATEHOUSE_AUDIT_OTLP: 'true' });
  password = await product.passwordOf('alice');
});
afterAll(async () => {
  await product?.stop();
  await receiver.close();
});

/** `service: name` of each span below the one that is looked for, and of that itself. */
async function traceOf(service: string, name: string, complete: (names: string[]) => boolean): Promise<string[]> {
  const find = (): string[] => {
    const root = receiver.spans.find((span) => span.service === service && span.name === name);
    if (root === undefined) return [];
    const below = (parent: ReceivedSpan): ReceivedSpan[] => [
      parent,
      ...receiver.spans
        .filter(({ parentSpanId, traceId }) => traceId === root.traceId && parentSpanId === parent.spanId)
        .flatMap(below),
    ];
    return below(root).map((span) => `${span.service.replace('gatehouse-', '')}: ${span.name}`);
  };
  await eventually(() => complete(find()));
  return find();
}

it('a sign-in and a page of the web app: web app, authorization server, API, the database of each, the signature', async () => {
  await new TwoSites(product, 'alice', password).signIn();
  const signIn = await traceOf('gatehouse-web-app', 'GET /callback', (names) =>
    names.includes('authorization-server: POST /token'),
  );
  expect(signIn).toEqual(
    expect.arrayContaining([
      'web-app: POST',
      'authorization-server: POST /token',
      'authorization-server: sign RS256',
      expect.stringMatching(/^authorization-server: SELECT \w+/u),
      expect.stringMatching(/^authorization-server: (?:INSERT|UPDATE|DELETE) \w+/u),
    ]),
  );
  const page = await traceOf('gatehouse-web-app', 'GET /', (names) => names.includes('resource-server: GET /invoices'));
  expect(page).toEqual(
    expect.arrayContaining([
      'web-app: GET',
      'resource-server: GET /invoices',
      expect.stringMatching(/^resource-server: SELECT invoices/u),
    ]),
  );
});

it('audit records over OTLP: the same that the database has, in the trace of what they tell', async () => {
  await eventually(() => receiver.logs.some(({ eventName }) => eventName === 'sign_in.completed'));
  const log = receiver.logs.find(({ eventName }) => eventName === 'sign_in.completed')!;
  expect(log).toMatchObject({
    service: 'gatehouse-authorization-server',
    scope: 'gatehouse.audit',
    severity: 'INFO',
    body: { event: 'sign_in.completed', outcome: 'success', client_id: 'web-app', actor: { type: 'user' } },
  });
  const { time, request_id } = log.body as { time: string; request_id: string };
  expect(Date.parse(time)).toBe(log.timeMs);
  const span = receiver.spans.find(({ attributes }) => attributes['gatehouse.request_id'] === request_id);
  expect(log.traceId).toBe(span?.traceId);
});

it('a call through the gateway: the exchange at the authorization server, then the API', async () => {
  const secret = await product.secretOf('worker');
  const answer = await fetch(`${product.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`worker:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'invoice_read' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const id = 'c0ffee00-0000-4000-8000-00000000cafe';
  await fetch(`${product.gateway}/api/invoices/${id}?note=private`, { headers: { authorization: `Bearer ${token}` } });
  const call = await traceOf('gatehouse-gateway', 'GET /api/*', (names) =>
    names.some((name) => name.startsWith('resource-server: GET')),
  );
  expect(call).toEqual(
    expect.arrayContaining([
      'gateway: POST',
      'authorization-server: POST /token',
      'authorization-server: sign RS256',
      'gateway: GET',
      'resource-server: GET /invoices/:id',
    ]),
  );
  for (const secrets of [secret, token, password, await product.secretOf('gateway'), id, 'private', 'alice', 'Alice'])
    expect(receiver.raw.includes(secrets)).toBe(false);
});
