/** The files of deploy/ for nginx, HAProxy and Caddy, each run by the real program before the same two instances. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { certificates, eventually, freePort, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AccountVisitor } from '../account.ts';
import { type Answer, Browser, send } from '../browser.ts';
import { confidential, encode } from '../client.ts';
import { api, type Instance, startInstance, startServer, type TestServer } from '../server.ts';
import { type RunningProxy, startProxy } from './proxy-programs.ts';

/** What a link of a mail carries, and no log may hold. */
const secret = 'a-secret-of-a-link';

const forged = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-host': 'other.example',
  'x-forwarded-proto': 'http',
  'x-forwarded-port': '81',
  forwarded: 'for=203.0.113.9;host=other.example;proto=http',
};

/** Says in every request what only a proxy may say. */
class ForgingBrowser extends Browser {
  override request(method: string, url: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    return super.request(method, url, { ...headers, ...forged }, body);
  }
}

/** A process that hangs: it takes connections and says nothing. */
async function hangingAt(port: number): Promise<{ stop(): void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

let server: TestServer;
let second: Instance;
const discovery = () => `${server.issuer}/.well-known/openid-configuration`;
const statusOf = async () => (await send('GET', discovery())).status;
/** Whether four requests at once are answered. One that meets what hangs is late. */
const fourAnswers = async () =>
  (await Promise.all([1, 2, 3, 4].map(() => Promise.race([statusOf(), delay(1000, 'late', { ref: false })])))).every(
    (status) => status === 200,
  );
const ports: { first: number[]; second: number[] } = { first: [], second: [] };
const secondPorts = () => ({ port: ports.second[0] as number, managementPort: ports.second[1] as number });

beforeAll(async () => {
  const [issuer, ...own] = [await freePort(), await freePort(), await freePort()];
  ports.first = own;
  ports.second = [await freePort(), await freePort()];
  server = await startServer({
    env: {
      GATEHOUSE_ISSUER: `https://localhost:${issuer}`,
      GATEHOUSE_PORT: String(own[0]),
      GATEHOUSE_MANAGEMENT_PORT: String(own[1]),
      GATEHOUSE_TLS: 'false',
      GATEHOUSE_DRAIN_DELAY_SECONDS: '1',
      GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    },
  });
  second = await startInstance(server, { ports: secondPorts() });
});
afterAll(async () => {
  await second?.stop();
  await server?.stop();
});

/** An answer that is not 200, with the start of what it says and when it came. */
interface Lost {
  readonly status: number;
  readonly says: string;
  readonly sentMs: number;
  readonly tookMs: number;
}

/** Sends requests of both kinds, two at once, until `work` is done, and gives the answers other than 200. */
async function during(work: () => Promise<void>): Promise<{ readonly posts: Lost[]; readonly gets: Lost[] }> {
  const worker = await confidential(server, 'worker');
  const grant = { grant_type: 'client_credentials', resource: api, scope: 'invoice_read' };
  const [posts, gets]: [Lost[], Lost[]] = [[], []];
  let answers = 0;
  const startedAt = performance.now();
  const note = async (
    lost: Lost[],
    answer: Promise<{ readonly status: number; readonly body: unknown }>,
  ): Promise<void> => {
    const sentMs = Math.round(performance.now() - startedAt);
    const { status, body } = await answer;
    const tookMs = Math.round(performance.now() - startedAt) - sentMs;
    if (status !== 200) lost.push({ status, says: JSON.stringify(body).slice(0, 300), sentMs, tookMs });
    answers += 1;
  };
  const done = new AbortController();
  // The machine is not to be at its limit: what is lost must be lost by the proxy.
  const pauseMs = 20;
  const askOn = async (): Promise<void> => {
    while (!done.signal.aborted) {
      // eslint-disable-next-line no-await-in-loop
      await delay(pauseMs);
      // eslint-disable-next-line no-await-in-loop -- one after the other, as long as it takes
      await note(posts, worker.token(grant));
      // eslint-disable-next-line no-await-in-loop
      await note(gets, send('GET', `${discovery()}?state=${secret}`));
    }
  };
  const asking = Promise.all([askOn(), askOn()]);
  try {
    await eventually(() => answers > 10);
    await work();
    const before = answers;
    await eventually(() => answers > before + 10);
  } finally {
    done.abort();
    await asking;
  }
  return { posts, gets };
}

for (const name of ['nginx', 'haproxy', 'caddy'] as const) {
  skipUnless(name)(`${name} with the file of deploy/`, () => {
    let proxy: RunningProxy;
    beforeAll(async () => {
      const certs = await certificates();
      proxy = await startProxy(name, {
        issuer: server.issuer,
        ports: [ports.first[0] as number, ports.second[0] as number],
        managementPorts: [ports.first[1] as number, ports.second[1] as number],
        certFile: certs.certFile('authorization-server'),
        keyFile: certs.keyFile('authorization-server'),
      });
    });
    afterAll(() => proxy?.stop());

    it('a user signs in, and what the browser says of its address counts for nothing', async () => {
      const signInsBefore = (await server.audited({ type: 'sign_in.completed' })).length;
      const alice = new AccountVisitor(server, await server.person('alice'), new ForgingBrowser());
      const profile = await alice.open('/account/profile');
      expect([profile.status, profile.body]).toEqual([200, expect.stringContaining('Alice')]);
      // By either instance, and each writes its records a moment later.
      const signIns = await eventually(async () => {
        const found = await server.audited({ type: 'sign_in.completed' });
        return found.length > signInsBefore && found;
      });
      expect(signIns[0]).toMatchObject({ data: { ip: '127.0.0.1' } });
    });

    it('a request for another host reaches nothing', async () => {
      const { status, body } = await send('GET', discovery(), { host: 'other.example' });
      // Caddy has no site of that name, and answers nothing.
      if (name === 'caddy') expect(body).toBe('');
      else expect([status, body]).toEqual([421, expect.stringContaining('X-Forwarded-Host is')]);
    });

    it('a long request arrives, and a body longer than any does not', async () => {
      expect(await send('GET', `${discovery()}?state=${'s'.repeat(14_000)}`)).toMatchObject({ status: 200 });
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const { status } = await send('POST', `${server.issuer}/token`, type, 'a'.repeat(1_100_000));
      expect(status).toBe(413);
    });

    it('one instance after the other is restarted, and no request is lost', async () => {
      const { posts, gets } = await during(async () => {
        await server.restart();
        await second.stop();
        second = await startInstance(server, { ports: secondPorts() });
      });
      expect(gets).toEqual([]);
      // nginx and Caddy send no POST twice, so one may meet the moment in which the port closes; their files say so.
      expect(posts.filter(({ status }) => name === 'haproxy' || status < 502)).toEqual([]);
    });

    it('plain HTTP is sent to https, and a certificate can be proved there', async () => {
      // Caddy does both by itself, on port 80.
      if (name === 'caddy') return;
      const plain = `http://127.0.0.1:${proxy.plainPort}`;
      const redirect = await fetch(`${plain}/auth?state=${secret}`, { redirect: 'manual' });
      expect([redirect.status, redirect.headers.get('location')]).toEqual([
        301,
        expect.stringMatching(/^https:\/\/.*\/auth\?state=/u),
      ]);
      const challenge = await fetch(`${plain}/.well-known/acme-challenge/one`, { redirect: 'manual' });
      expect(challenge.status).not.toBe(301);
    });

    // nginx asks nobody how they are: its file says so.
    if (name !== 'nginx')
      it('an instance that hangs is asked no more', async () => {
        await second.stop();
        const hanging = await Promise.all(ports.second.map(hangingAt));
        await eventually(fourAnswers);
        for (const one of hanging) one.stop();
        second = await startInstance(server, { ports: secondPorts() });
      });

    it('what follows "?" is in no log, also of requests that nothing answers', async () => {
      await server.server.service.stop();
      await second.stop();
      const { status } = await send('GET', `${discovery()}?state=${secret}`, {
        referer: `${discovery()}?state=${secret}`,
      });
      expect(status).toBeGreaterThanOrEqual(502);
      await server.restart();
      second = await startInstance(server, { ports: secondPorts() });
      const log = await eventually(() =>
        proxy.log().includes('"GET') || proxy.log().includes('"method":"GET"') ? proxy.log() : false,
      );
      expect(log).toContain('/.well-known/openid-configuration');
      expect(log).not.toContain(secret);
    });
  });
}

skipUnless('haproxy')('haproxy with tcp.cfg of deploy/', () => {
  it('a client proves itself by its certificate to the server behind it', async () => {
    const certs = await certificates();
    const behind = await startServer({
      env: { GATEHOUSE_ISSUER: `https://localhost:${await freePort()}`, GATEHOUSE_TLS_CLIENT_CA_FILE: certs.caFile },
    });
    const managementPorts = [behind.settings.managementPort, await freePort()];
    // Management ports that nobody answers at: HAProxy finds none ready, and asks all of them.
    const proxy = await startProxy('haproxy-tcp', {
      issuer: behind.issuer,
      ports: [behind.settings.port, await freePort()],
      managementPorts,
      certFile: '',
      keyFile: '',
    });
    try {
      const agent = new Agent({
        cert: readFileSync(certs.certFile('client')),
        key: readFileSync(certs.keyFile('client')),
      });
      const form = { client_id: 'worker-mtls', grant_type: 'client_credentials', resource: api, scope: 'invoice_read' };
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const { status, body } = await send('POST', `${behind.issuer}/token`, type, encode(form).toString(), agent);
      agent.destroy();
      expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining({ token_type: 'Bearer' })]);
    } finally {
      await proxy.stop();
      await behind.stop();
    }
  });
});
