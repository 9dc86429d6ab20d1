/** A client with a key, a token bound to it, and an API that is sent both. */

import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import { createResourceServer, type DpopOptions, type ResourceServer } from '../src/index.ts';
import {
  createDpopClient,
  createManualTime,
  createTestIssuer,
  type DpopClient,
  type ManualTime,
  type TestIssuer,
} from '../src/testing.ts';
import { requestOf } from './requests.ts';

export const resource = 'https://api.example.com';
export const url = `${resource}/orders/7`;
export let issuer: TestIssuer;
export let client: DpopClient;
export let other: DpopClient;
export let time: ManualTime;
export let token: string;
export let api: ResourceServer;
export let opened: ResourceServer[] = [];

beforeAll(async () => {
  time = createManualTime();
  issuer = await createTestIssuer({ audience: resource, now: () => time.now() });
  client = await createDpopClient('ES256', () => time.now());
  other = await createDpopClient('RS256', () => time.now());
});

afterAll(() => issuer.close());

beforeEach(async () => {
  token = await issuer.issueToken({ dpop: client });
  api = await open();
});

afterEach(() => {
  for (const one of opened) one.close();
  opened = [];
});

export async function open(
  dpop: DpopOptions | 'off' | 'allowed' | 'required' = 'allowed',
  more: object = {},
): Promise<ResourceServer> {
  const opening = createResourceServer({ resource, issuers: issuer.issuer, dpop, time, ...more });
  opened.push(opening);
  await opening.preload();
  return opening;
}

export interface Sent {
  readonly server?: ResourceServer;
  readonly scheme?: string;
  readonly token?: string;
  readonly proof?: string | readonly string[] | undefined;
  readonly method?: string;
  readonly url?: string;
}

export async function send(sent: Sent): Promise<string> {
  const { server = api, scheme = 'DPoP', method = 'GET' } = sent;
  const headers = {
    authorization: `${scheme} ${sent.token ?? token}`,
    ...(sent.proof === undefined ? {} : { dpop: sent.proof }),
  };
  const decision = await server.authenticate(requestOf({ method, url: sent.url ?? '/orders/7', headers }));
  if (!decision.ok) return `${decision.status} ${decision.code}`;
  expect(decision.auth?.subject).toBe('alice');
  return 'accepted';
}

export const proof = (changes: Parameters<DpopClient['proof']>[0] | object = {}): Promise<string> =>
  client.proof({ url, token, ...changes });

/** Names the client's key and is signed with another. */
export async function forged(): Promise<string> {
  const stranger = await createDpopClient('ES256', () => time.now());
  return stranger.proof({ url, token, header: { jwk: client.publicJwk } });
}
