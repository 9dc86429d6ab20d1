import { createLogger } from '@gatehouse/logging';
import { expectWithin } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { createService } from '../src/index.ts';
import { manage, send, startService } from './running-service.ts';

describe('the management port', () => {
  it('says live, started and ready, with each check by name and nothing of its error', async () => {
    let answer = Promise.resolve(true);
    const server = await startService({ readiness: { database: () => answer, keys: () => true } });
    expect(await manage(server, '/livez')).toMatchObject({ status: 200, body: '{"status":"live"}' });
    expect(await manage(server, '/startupz')).toMatchObject({ status: 200 });
    expect(await manage(server, '/readyz')).toMatchObject({
      status: 200,
      body: '{"status":"ready","checks":{"database":"ok","keys":"ok"}}',
    });

    answer = Promise.resolve(false);
    expect(await manage(server, '/readyz')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: '{"status":"not ready","checks":{"database":"failed","keys":"ok"}}',
    });
    answer = Promise.reject(new Error('password wrong for postgres://app:hunter2@db'));
    const failed = await manage(server, '/readyz');
    expect(failed).toMatchObject({
      status: 503,
      body: '{"status":"not ready","checks":{"database":"failed","keys":"ok"}}',
    });
    expect(await manage(server, '/livez')).toMatchObject({ status: 200 });
    answer = Promise.resolve(true);
    expect((await manage(server, '/readyz')).status).toBe(200);
    expect(server.log().match(/readiness check (?:fails|passes again)/gu)).toEqual([
      'readiness check fails',
      'readiness check passes again',
    ]);
  });

  it('OPS-07: a check that never answers is not ready within 2 s, and is asked once for many who ask', async () => {
    let asked = 0;
    const server = await startService({
      readiness: {
        frozen: () => {
          asked += 1;
          return new Promise<boolean>(() => undefined);
        },
      },
    });
    const began = performance.now();
    const answers = await Promise.all(Array.from({ length: 10 }, () => manage(server, '/readyz')));
    expectWithin(performance.now() - began, 2900);
    expect(asked).toBe(1);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 503, body: expect.stringContaining('"frozen":"timeout"') });
  });

  it('answers HEAD, refuses other methods and paths, and stays off the public port', async () => {
    const server = await startService();
    const { managementUrl } = server.service;
    const target = { origin: managementUrl, url: managementUrl };
    expect(await send(target, '/readyz', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
    expect(await send(target, '/readyz', { method: 'POST' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD' },
    });
    expect((await manage(server, '/')).status).toBe(404);
    expect((await manage(server, '/metrics?x')).headers['content-type']).toContain('text/plain');
    for (const path of ['/livez', '/readyz', '/startupz', '/metrics'])
      expect((await send(server, path)).status).toBe(404);
  });

  it('a program adds its own metrics to the registry', async () => {
    const server = await startService();
    const { Counter } = await import('prom-client');
    new Counter({ name: 'tokens_total', help: 'Tokens', registers: [server.service.metrics] }).inc(3);
    expect((await manage(server, '/metrics')).body).toContain('tokens_total{program="tester"} 3');
  });
});

describe('createService', () => {
  const options = {
    name: 'tester',
    publicOrigin: 'https://id.example',
    host: '127.0.0.1',
    port: 0,
    management: { host: '127.0.0.1', port: 0 },
    trustedProxies: [] as string[],
    logger: createLogger({ program: 'tester', level: 'silent' }),
    readiness: {},
    mount: () => undefined,
  };

  it('throws TypeError at start for an origin or a proxy that is none', () => {
    for (const publicOrigin of [
      'id.example',
      'https://id.example/path',
      'ftp://id.example',
      'https://u@id.example',
      'https://id.example?x',
    ]) {
      expect(() => createService({ ...options, publicOrigin })).toThrow(TypeError);
    }
    expect(() => createService({ ...options, trustedProxies: ['proxy.example'] })).toThrow(TypeError);
    expect(() => createService({ ...options, trustedProxies: ['10.0.0.0/33'] })).toThrow();
  });

  it('stops when it was never started, and twice', async () => {
    const service = createService(options);
    await service.stop();
    await service.stop();
    expect(service.url).toBe('http://127.0.0.1:0');
  });
});
