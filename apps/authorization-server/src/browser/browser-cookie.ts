/** The cookie that tells one browser from another, long after its session; see `accounts/known-browsers.ts`. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCookie } from '@gatehouse/http/cookies';
import { browserCookieSeconds } from '../directory/accounts/known-browsers.ts';

const name = '__Host-gatehouse_browser';
const form = /^[\w-]{43}$/u;

const passkeyName = '__Host-gatehouse_passkey';

/** Whether somebody signed in by a passkey here before: it is offered first then. It says nothing of who. */
export const usedPasskey = (request: IncomingMessage): boolean => readCookie(request, passkeyName) === '1';

export const noteUsedPasskey = (response: ServerResponse): void =>
  void response.appendHeader(
    'set-cookie',
    `${passkeyName}=1; Path=/; Max-Age=${browserCookieSeconds}; Secure; HttpOnly; SameSite=Lax`,
  );

const connectionName = '__Host-gatehouse_connection';

/** The name of the connection by which somebody signed in here last. It says nothing of who. */
export const lastConnection = (request: IncomingMessage): string | undefined => readCookie(request, connectionName);

export const noteConnection = (response: ServerResponse, connection: string): void =>
  void response.appendHeader(
    'set-cookie',
    `${connectionName}=${connection}; Path=/; Max-Age=${browserCookieSeconds}; Secure; HttpOnly; SameSite=Lax`,
  );

/** The browser's id; undefined when it has none. A secret: whoever holds it counts as this browser. */
export function browserIdOf(request: IncomingMessage): string | undefined {
  const id = readCookie(request, name);
  return id !== undefined && form.test(id) ? id : undefined;
}

/** The browser's id, given to it now if it has none; its cookie is renewed. */
export function giveBrowserId(request: IncomingMessage, response: ServerResponse): string {
  const id = browserIdOf(request) ?? randomBytes(32).toString('base64url');
  response.appendHeader(
    'set-cookie',
    `${name}=${id}; Path=/; Max-Age=${browserCookieSeconds}; Secure; HttpOnly; SameSite=Lax`,
  );
  return id;
}
