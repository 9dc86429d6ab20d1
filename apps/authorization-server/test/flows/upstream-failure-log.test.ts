/** What the log says of sign-ins that an upstream provider spoils: for operators who look there first. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, openPage, type Page } from '../browser.ts';
import { TestClient } from '../client.ts';
import { type Lies, type LyingUpstream, startLyingUpstream } from '../lying-upstream.ts';
import { startServer, type TestServer } from '../server.ts';
import { chooseConnection, comeBack } from '../upstream.ts';

const clientSecret = 'a-secret-of-thirty-two-characters';
const names = ['down', 'liar', 'no', 'often'];

let lying: LyingUpstream;
let server: TestServer;
let client: TestClient;

beforeAll(async () => {
  lying = await startLyingUpstream();
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: lying.origin },
    registry: (document) => {
      (document as unknown as Record<string, unknown>)['connections'] = names.map((name) => ({
        name,
        kind: 'oidc',
        issuer: lying.provider(name).issuer,
        client_id: 'gatehouse',
        client_secret: { value: clientSecret },
      }));
    },
  });
  client = new TestClient(server, 'web-app', { secret: await server.clientSecret('web-app') });
});
afterAll(async () => {
  await server?.stop();
  lying?.stop();
});

type Line = Readonly<Record<string, unknown>>;
const lines = (connection: string): Line[] =>
  server.log.map((line) => JSON.parse(line) as Line).filter((line) => line['connection'] === connection);
const pageAt = (browser: Browser): Promise<Page> => openPage(browser, client.request().url);

/** A sign-in by that provider; gives what the provider sent the browser back with. */
async function through(name: string, lies: Lies): Promise<URLSearchParams> {
  lying.provider(name).lies = lies;
  const browser = new Browser();
  const to = await chooseConnection(browser, await pageAt(browser), name);
  const { location } = await new Browser().get(to.href);
  await comeBack(browser, new URL(location));
  return new URL(location).searchParams;
}

describe('the log of a failing upstream', () => {
  it('names connection, stage and code, and holds no code, state, token, secret, address or words of the provider', async () => {
    const lies: Lies = { claims: (claims) => ({ ...claims, aud: 'another', email: 'someone@lies.example' }) };
    const answer = await through('liar', lies);
    const [line, ...more] = lines('liar');
    expect(line).toMatchObject({ level: 'warn', connection: 'liar', stage: 'answer', reason: 'invalid_answer' });
    expect(line!['msg']).toBe('the upstream provider of the connection liar signed nobody in');
    expect(more).toEqual([]);

    // What an answer says in place of a code is the browser's to choose.
    const chosen = 'eyJhbGciOiJub25lIn0.someone@lies.example';
    const second = await through('liar', { answer: { error: chosen, error_description: chosen } });
    expect(lines('liar').at(-1)).toMatchObject({ level: 'warn', reason: 'denied', error: 'other' });
    for (const secret of [
      answer.get('code')!,
      answer.get('state')!,
      second.get('state')!,
      chosen,
      clientSecret,
      'someone@lies.example',
    ]) {
      expect(server.log.filter((each) => each.includes(secret))).toEqual([]);
    }
    expect(server.log.filter((each) => /eyJ[\w-]+\./u.test(each))).toEqual([]);
  });

  it('says that a provider is down before anybody is sent there', async () => {
    lying.provider('down').lies = {
      instead: { discovery: (_request, response) => void response.writeHead(503).end() },
    };
    const browser = new Browser();
    const { action, csrf } = await pageAt(browser);
    await browser.post(action.replace(/\/[\w-]+$/u, '/upstream'), { csrf, connection: 'down' });
    expect(lines('down')).toEqual([
      expect.objectContaining({ level: 'warn', stage: 'discovery', reason: 'unavailable' }),
    ]);
  });

  it('a user who says no is no warning', async () => {
    await through('no', { answer: { error: 'access_denied' } });
    expect(lines('no')).toEqual([expect.objectContaining({ level: 'info', reason: 'denied', error: 'access_denied' })]);
  });

  it('has a line a minute of each kind, and counts those that were left out', async () => {
    const lies: Lies = { answer: { error: 'unauthorized_client' } };
    await through('often', lies);
    await through('often', lies);
    await through('often', lies);
    expect(lines('often')).toEqual([
      expect.objectContaining({ reason: 'misconfigured', error: 'unauthorized_client' }),
    ]);
    server.aheadMs += 60_000;
    await through('often', lies);
    expect(lines('often').map((line) => line['left_out'])).toEqual([undefined, 2]);
  });
});
