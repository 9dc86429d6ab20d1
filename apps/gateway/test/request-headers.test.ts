/** What a service gets of a caller's headers, through the running gateway; and what is said of the rest. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EXPECTED, type HeaderGroup, LISTED, PASSING, RESERVED } from '../src/header-list.ts';
import { routesSchema } from '../src/route-schema.ts';
import { stopsHere } from '../src/stopped-headers.ts';
import { type AGateway, aGateway } from './a-gateway.ts';

let gateway: AGateway;
let token: string;
beforeAll(async () => {
  gateway = await aGateway({
    routes: [{ path: '/tenants/*', request_headers: { allow: ['X-Tenant-Id', 'x-real-ip'], stop: ['x-debug'] } }],
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  gateway.arrived.length = 0;
});

const sent = async (target: string, lines: readonly string[]) => {
  const { host } = new URL(gateway.origin);
  const head = [`GET ${target} HTTP/1.1`, `Host: ${host}`, `Authorization: Bearer ${token}`, ...lines];
  const said = await gateway.raw(`${head.join('\r\n')}\r\n\r\n`);
  return {
    status: Number(said.slice(9, 12)),
    headers: gateway.arrived.at(-1)?.headers ?? {},
    raw: gateway.arrived.at(-1)?.rawHeaders ?? [],
  };
};

describe('headers of a request', () => {
  it('W6, D7: a route decides beside the list, and what stops is counted and said once', async () => {
    const lines = [
      'X-Tenant-Id: t1',
      'X-Real-IP: 203.0.113.9',
      'X-Debug: 1',
      'X_Real_IP: 1',
      'X-CSRF-Token: c',
      'Connection: close',
    ];
    const usual = await sent('/api/x', lines);
    expect(usual.headers).toMatchObject({ 'x-debug': '1', 'x-csrf-token': 'c' });
    for (const name of ['x-tenant-id', 'x-real-ip', 'x_real_ip']) expect(usual.headers).not.toHaveProperty([name]);
    const own = await sent('/tenants/x', lines);
    expect(own.headers).toMatchObject({ 'x-tenant-id': 't1', 'x-real-ip': '203.0.113.9', 'x-csrf-token': 'c' });
    for (const name of ['x-debug', 'x_real_ip']) expect(own.headers).not.toHaveProperty([name]);
    await sent('/api/x', [...lines, 'X-ARR-ClientCert: forged']);

    const metrics = await gateway.metrics();
    const counted = [...metrics.matchAll(/gateway_request_headers_stopped_total\{header="([^"]+)"[^}]*\} (\d+)/gu)];
    expect(Object.fromEntries(counted.map(([, name, count]) => [name, Number(count)]))).toEqual({
      'x-tenant-*': 2,
      'x-real-ip': 5,
      'x-debug': 1,
      'x-arr-*': 1,
    });
    const noted = gateway.log.filter((line) => line.includes('does not reach services'));
    expect(noted.map((line) => (JSON.parse(line) as { header: string }).header).toSorted()).toEqual([
      'x-arr-*',
      'x-debug',
      'x-real-ip',
      'x-tenant-*',
    ]);
    expect(gateway.log.join('')).not.toContain('forged');
  });

  it('GW-01: no list in Connection takes away what the gateway says, and no caller says it', async () => {
    const { status, headers, raw } = await sent('/api/x', [
      'X-Gatehouse-Subject: mallory',
      'x_gatehouse_subject: mallory',
      'X-Forwarded-Prefix: /mallory',
      'Connection: close, X-Gatehouse-Subject, Authorization, X-Forwarded-For, X-Request-Id, Host, X-Hop',
      'X-Hop: 1',
    ]);
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'x-gatehouse-subject': 'alice', 'x-forwarded-for': '127.0.0.1' });
    expect(headers.authorization).toMatch(/^Bearer /u);
    expect(headers['x-request-id']).toMatch(/./u);
    expect(headers).not.toHaveProperty('x-hop');
    expect(JSON.stringify(raw)).not.toContain('mallory');
    for (const name of ['authorization', 'x-gatehouse-subject'])
      expect(raw.filter((one, index) => index % 2 === 0 && one.toLowerCase() === name)).toHaveLength(1);
  });
});

const faultsOf = (request_headers: object) => {
  const route = { path: '/a/*', upstream: 'https://a.example', accept: [], request_headers };
  return routesSchema.safeParse({ routes: [route] }).error?.issues.map(({ message }) => message) ?? [];
};

describe('a route table', () => {
  it('D7: cannot allow what would speak for the gateway or its caller', () => {
    const never = `X-Gatehouse-Subject x-gatehouse-* x-gatehouse-token-* gatehouse-x x_gatehouse_subject authorization
      Authorization x-api-key dpop cookie x-request-id x-forwarded-for x-forwarded-host x-forwarded-proto x-forwarded-prefix
      x_forwarded_for x-forwarded-* x-* forwarded content-length transfer-encoding connection host te upgrade proxy-*
      proxy-authorization expect keep-*`.split(/\s+/u);
    for (const name of never)
      expect([name, faultsOf({ allow: [name] })]).toEqual([name, [expect.stringContaining('cannot be allowed')]]);
    expect(
      faultsOf({
        allow: ['x-forwarded-user', 'X-Tenant-*', 'via', 'x-scope-orgid'],
        stop: ['accept', 'x-forwarded-*'],
      }),
    ).toEqual([]);
  });

  it('D7: names headers, and one only once', () => {
    for (const name of ['', '*', '-*', 'a b', 'a:', 'x-*-y', 'é', 'x-'])
      expect([name, faultsOf({ stop: [name] })]).toEqual([
        name,
        [expect.stringContaining('must be the name of a header')],
      ]);
    expect(faultsOf({ allow: ['x-user-id'], stop: ['X-User-Id'] })).toEqual([expect.stringContaining('at once')]);
    expect(faultsOf({ pass: ['x'] })).not.toEqual([]);
  });
});

const row = ({ of, names }: HeaderGroup) => `| ${of} | ${names.map((name) => `\`${name}\``).join(' ')} |`;

describe('the list', () => {
  const all = [...EXPECTED, ...RESERVED, ...LISTED];

  it('D7: stands in docs/gateway.md as it is decided by', async () => {
    const page = await readFile(path.join(rootDirectory, 'docs/gateway.md'), 'utf8');
    const table = /<!-- headers that stop -->\n(?<rows>[\s\S]*?)\n<!-- end -->/u.exec(page)?.groups?.['rows'];
    expect(table?.split('\n')).toEqual(['| headers | names |', '|---|---|', ...all.map(row)]);
    for (const name of PASSING) expect(page).toContain(`\`${name}\``);
  });

  it('D7: has each name once, in its plain spelling', () => {
    const names = all.flatMap((group) => group.names);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !/^[a-z\d]+(?:-[a-z\d]+)*(?:-\*)?$/u.test(name))).toEqual([]);
    for (const name of names) expect([name, stopsHere(name.replace('*', 'anything'))]).toEqual([name, true]);
    expect(PASSING.filter(stopsHere)).toEqual([]);
  });
});
