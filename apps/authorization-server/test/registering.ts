/** Clients that register themselves, for tests. */
import { randomBytes } from 'node:crypto';
import { hashClientSecret } from '../src/directory/clients/clients.ts';
import { send } from './browser.ts';
import type { JsonAnswer } from './client.ts';
import type { RegistryDocument, TestServer } from './server.ts';

/** Declares the policy. */
export const withRegistration =
  (registration: object, rest: object = {}) =>
  (document: RegistryDocument): void => {
    Object.assign(document, { unregistered_clients: { ...rest, registration } });
  };

/** Sends JSON, or a text as it is. */
export async function sendJson(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const type = text === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await send(method, url, { accept: 'application/json', ...type, ...headers }, text);
  let parsed: Record<string, unknown> = {};
  try {
    parsed = JSON.parse(answer.body) as Record<string, unknown>;
  } catch {}
  return { status: answer.status, headers: answer.headers, body: parsed, text: answer.body };
}

export const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });

/** Registers a client at a server. */
export const register = (
  { issuer }: Pick<TestServer, 'issuer'>,
  body: unknown,
  headers?: Record<string, string>,
): Promise<JsonAnswer> => sendJson('POST', `${issuer}/register`, body, headers);

/** Puts an initial access token into the database. @returns the token */
export async function initialToken(
  { server }: TestServer,
  rest: { usesLeft?: number; ceiling?: object; expiresAtSeconds?: number } = {},
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const { storage } = server;
  await storage.commit([
    storage.registrationTokens.writes.add({
      id: token.slice(0, 12),
      sha256: hashClientSecret(token),
      label: 'for tests',
      usesLeft: 1,
      madeBy: 'operator tester',
      expiresAtSeconds: Math.floor(Date.now() / 1000) + 3600,
      ...rest,
    }),
  ]);
  return token;
}

/** As if the minute were over in which this machine registered clients. */
export async function forgetRegistrations({ server: { storage } }: TestServer): Promise<void> {
  const { writes } = storage.counters;
  await storage.commit([
    writes.reset('throttle:client_registration:60:account:127.0.0.0/24'),
    writes.reset('throttle:client_registration:60:address:127.0.0.1'),
  ]);
}
