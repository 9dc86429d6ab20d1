/** The section for browsers of docs/gateway.md, as it stands there, in a real browser on pages of other origins. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { chromium, rootDirectory, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { parse } from 'yaml';
import { type AGateway, aGateway } from './a-gateway.ts';

/** Says one thing to everybody who connects, and answers with the first protocol that is offered. */
function service(): Server {
  const server = createServer((request, response) => {
    if (request.url === '/app.js') response.end('document.title = "the script ran";');
    else if (request.url?.startsWith('/page'))
      response.setHeader('content-type', 'text/html').end('<script src="/site/app.js"></script>');
    else if (request.url?.startsWith('/events'))
      response.setHeader('content-type', 'text/event-stream').write(`data: ${request.url}\n\n`);
    else response.setHeader('x-total', '7').end(JSON.stringify({ path: request.url }));
  });
  return server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    const answerKey = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const protocol = request.headers['sec-websocket-protocol']?.split(', ')[0];
    const said = Buffer.from(`${request.url}`);
    socket.on('error', () => socket.destroy());
    socket.on('data', () => socket.end());
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${createHash('sha1').update(answerKey).digest('base64')}\r\n${protocol === undefined ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    );
    socket.write(Buffer.concat([Buffer.from([0x81, said.length]), said]));
  });
}

const blank = () => createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>'));

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The block of a language in the section for browsers. */
async function example(language: string): Promise<string> {
  const text = await readFile(join(rootDirectory, 'docs/gateway.md'), 'utf8');
  const section = text.split(/\n## Browsers: .*\n/u)[1]?.split('\n## ')[0] ?? '';
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'u').exec(section)?.[1] as string;
}

const send = (path: string, init: string) =>
  `return fetch(gateway + '${path}', ${init}).then(async (answer) => [answer.status, answer.headers.get('www-authenticate')?.split(' ')[0], answer.headers.get('x-total'), (await answer.json()).error], (error) => error.name);`;

const connect = (ticket: string | undefined) =>
  `return new Promise((resolve) => { const socket = new WebSocket(gateway.replace('http', 'ws') + '/chat/room?gatehouse_ticket=${ticket}'); socket.onopen = () => { socket.close(); resolve('open'); }; socket.onerror = () => resolve('refused'); });`;

skipUnless('chromium')('pages of other origins in Chromium', () => {
  const servers: Server[] = [];
  let gateway: AGateway;
  let browser: Browser;
  let page: Page;
  let stranger: Page;
  let token: string;
  let js: string;
  beforeAll(async () => {
    servers.push(service(), blank(), blank());
    const [upstream, app, evil] = (await Promise.all(servers.map(listening))) as [string, string, string];
    const { routes } = parse(await example('yaml')) as { routes: { path: string; cors: object }[] };
    gateway = await aGateway({
      route: { path: '/unused/*', strip: undefined },
      routes: [
        ...routes.map((route) => ({
          ...route,
          upstream,
          audience: 'https://api.example',
          strip: route.path.replace(/\/\*$/u, ''),
          cors: { ...route.cors, origins: [app] },
        })),
        { path: '/site/*', strip: '/site', upstream, audience: undefined, accept: [] },
      ],
    });
    token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
    js = await example('js');
    browser = await chromium();
    page = await browser.newPage();
    stranger = await browser.newPage();
    await page.goto(app);
    await stranger.goto(evil);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** Runs code in a page, which gets the gateway and a token. */
  const run = (where: Page, code: string): Promise<unknown> =>
    where.evaluate(
      `(async (gateway, token) => {${code}})(${JSON.stringify(gateway.origin)}, ${JSON.stringify(token)})`,
    );
  /** Runs the example of the documentation until both connections have said something. */
  const hear = (code: string) =>
    run(
      page,
      `const heard = [];
      let done;
      const both = new Promise((resolve) => { done = resolve; });
      const show = (data) => { heard.push(data); if (heard.length === 2) done(); };
      ${code}
      await both;
      events.close();
      socket.close();
      return [heard.sort(), socket.protocol];`,
    );

  it('W14: send their token, and read answers and refusals; strangers read nothing', async () => {
    const authorized = '{ method: "PUT", headers: { authorization: "Bearer " + token, "x-own": "1" } }';
    expect(await run(page, send('/api/x', authorized))).toEqual([200, undefined, '7', undefined]);
    expect(await run(page, send('/api/x', '{}'))).toEqual([401, 'Bearer', null, 'unauthorized']);
    expect(await run(page, send('/nowhere', '{}'))).toEqual([404, undefined, null, 'not_found']);
    for (const init of [authorized, '{}']) expect(await run(stranger, send('/api/x', init))).toBe('TypeError');
    expect(await run(page, send('/.well-known/oauth-protected-resource', '{}'))).toEqual([
      200,
      undefined,
      null,
      undefined,
    ]);
  });

  it('W20: open an event stream and a WebSocket as the documentation shows', async () => {
    expect(await hear(js)).toEqual([['/events', '/room'], 'chat.v1']);
    const alone = js.replace("'chat.v1', ", '');
    expect(await hear(alone)).toEqual([['/events', '/room'], expect.stringMatching(/^gatehouse\.ticket\./u)]);
    expect(gateway.log.join('')).not.toContain('gatehouse_ticket');
  });

  it('W20: cannot use what another page was given, and nothing twice', async () => {
    const [definition] = js.split('const events') as [string];
    const tickets = (await run(
      page,
      `${definition} return [await ticketFor('/chat/room'), await ticketFor('/chat/room')];`,
    )) as string[];
    expect(await run(stranger, connect(tickets[0]))).toBe('refused');
    expect(await run(page, connect(tickets[1]))).toBe('open');
    expect(await run(page, connect(tickets[1]))).toBe('refused');
    expect(await run(stranger, `${definition} return ticketFor('/chat/room').catch((error) => error.name);`)).toBe(
      'TypeError',
    );
  });

  it('W26: pages of services run their scripts', async () => {
    const own = await browser.newPage();
    await own.goto(`${gateway.origin}/site/page`);
    await own.waitForFunction('document.title !== ""');
    expect(await own.title()).toBe('the script ran');
    await own.close();
  });
});
