/** An issuer, clocks that are moved by hand, and resource servers that are closed after each test. */

import { afterEach, beforeEach } from '@jest/globals';
import { createResourceServer, type KeyOptions, type ResourceServer } from '../src/index.ts';
import { createManualTime, createTestIssuer, type ManualTime, type TestIssuer } from '../src/testing.ts';
import { carrying } from './requests.ts';

export const resource = 'https://api.example.com';
export let issuer: TestIssuer;
export let time: ManualTime;
export let opened: { close(): Promise<void> | void }[] = [];

beforeEach(async () => {
  time = createManualTime();
  issuer = await createTestIssuer({ audience: resource, algorithm: 'ES256', now: () => time.now() });
  opened = [issuer];
});

afterEach(async () => {
  for (const one of opened.toReversed()) await one.close();
});

export function open(keys: KeyOptions = {}, more: object = {}): ResourceServer {
  const api = createResourceServer({
    resource,
    issuers: [{ issuer: issuer.issuer, algorithms: ['ES256', 'ES384'] }],
    keys: { preload: false, ...keys },
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

/** No signature is needed where no key is found. */
export const withKid = (kid: string): string => {
  const [header, payload] = [{ alg: 'ES256', typ: 'at+jwt', kid }, claims()].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${header}.${payload}.AAAA`;
};
export const claims = (): object => {
  const now = Math.floor(time.now() / 1000);
  return { iss: issuer.issuer, sub: 'a', aud: resource, client_id: 'c', jti: 'j', iat: now, exp: now + 300 };
};

export function kidOf(token: string): string {
  return (JSON.parse(Buffer.from(token.split('.')[0] as string, 'base64url').toString()) as { kid: string }).kid;
}

export async function refreshed(times: number): Promise<void> {
  while (issuer.requests.keys < times) await new Promise((resolve) => setImmediate(resolve));
}
