/** An issuer that is asked about opaque tokens, and servers that answer in its place as a test tells them. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import {
  type ClientAuthentication,
  createResourceServer,
  type IntrospectionOptions,
  type ResourceServer,
  type ResourceServerOptions,
} from '../src/index.ts';
import { createManualTime, createTestIssuer, type ManualTime, type TestIssuer } from '../src/testing.ts';
import { carrying } from './requests.ts';

export const resource = 'https://api.example.com';
export const client: ClientAuthentication = { id: 'api', secret: 's3cret' };
export let issuer: TestIssuer;
export let time: ManualTime;
export let before: TestIssuer['requests'];
export let opened: { close(): unknown }[] = [];

beforeAll(async () => {
  time = createManualTime();
  issuer = await createTestIssuer({ audience: resource, now: () => time.now() });
});

beforeEach(async () => {
  await issuer.comeBack();
  before = { ...issuer.requests };
  opened = [];
});

afterEach(() => {
  for (const one of opened) one.close();
});

afterAll(() => issuer.close());

/** How often the issuer was asked in this test. */
export const questions = (): number => issuer.requests.introspection - before.introspection;

export function open(
  introspection: Partial<IntrospectionOptions> = {},
  more: Partial<ResourceServerOptions> = {},
): ResourceServer {
  const api = createResourceServer({
    resource,
    issuers: [{ issuer: issuer.issuer, introspection: { client, ...introspection } }],
    keys: { preload: false },
    time,
    ...more,
  });
  opened.push(api);
  return api;
}

export async function outcome(api: ResourceServer, token: string): Promise<string> {
  const decision = await api.authenticate(carrying(token));
  return decision.ok ? 'accepted' : `${decision.status} ${decision.code}`;
}

/** A server that answers questions as it is told, and keeps the last one. */
export async function answering(
  answer: (question: URLSearchParams, headers: IncomingMessage['headers'], response: ServerResponse) => unknown,
) {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const answered = answer(new URLSearchParams(body), request.headers, response);
      if (answered !== undefined) response.setHeader('content-type', 'application/json').end(JSON.stringify(answered));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  opened.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/introspect`;
}

export const active = (changes: object = {}): object => ({
  active: true,
  token_type: 'Bearer',
  aud: resource,
  client_id: 'web-app',
  exp: Math.floor(time.now() / 1000) + 300,
  ...changes,
});
