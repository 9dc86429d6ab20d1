/** Servers of our own under the host names of real providers, over TLS, for tests. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { ownCertificates } from '@gatehouse/testkit';
import type { OutboundRoute } from '../../src/delivery/outbound/guard.ts';
import { type Answer, type Browser, follow, type Page, send } from '../browser.ts';

export interface Providers {
  /** For `outboundRoute`: these hosts, and nothing else, lead to this server. */
  readonly route: OutboundRoute;
  /** What a browser sees there. */
  visit(url: URL): Promise<Answer>;
  close(): void;
}

/** Answers a request, now or later. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What a provider answers, by host. */
export type Hosts = Readonly<Record<string, Listener>>;

/** One server that is all of these hosts, with a certificate for them by an authority of its own. */
export async function startProviders(hosts: Hosts): Promise<Providers> {
  const certs = await ownCertificates({ hostnames: Object.keys(hosts) });
  trustAuthorities(certs.caFile);
  const server = createServer(
    { cert: readFileSync(certs.certFile('web-app')), key: readFileSync(certs.keyFile('web-app')) },
    (request, response) => {
      const listener = hosts[request.headers.host ?? ''];
      if (listener) void listener(request, response);
      else response.writeHead(421).end();
    },
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ host: '127.0.0.1', port });
  return {
    route: (host) => (host in hosts ? { address: '127.0.0.1', port } : undefined),
    visit: (url) => send('GET', url.href, { accept: 'text/html' }, undefined, agent),
    close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

export const formOf = async (request: IncomingMessage): Promise<URLSearchParams> =>
  new URLSearchParams(await text(request));

export const urlOf = (request: IncomingMessage): URL => new URL(request.url ?? '/', `https://${request.headers.host}`);

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

/** The fields of a form that a page sends by itself (OAuth 2.0 Form Post Response Mode). */
export const fieldsOf = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/gu)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ]),
  );

/**
 * Goes to a provider where the user is signed in, and brings the answer back: by a redirect, or by a form from another site, with
 * which a browser sends no cookies that are SameSite=Lax.
 */
export async function throughProvider(browser: Browser, providers: Providers, to: URL): Promise<Page | URL> {
  const answer = await providers.visit(to);
  if (answer.status !== 200 && answer.status !== 302)
    throw new Error(`${to.host} answers ${answer.status} ${answer.body}`);
  if (answer.status === 302) {
    const back = new URL(answer.location);
    return follow(browser, back.origin, await browser.get(back.href));
  }
  const action = /<form method="post" action="([^"]+)">/u.exec(answer.body)?.[1] ?? '';
  return postBack(browser, new URL(action), fieldsOf(answer.body), to.origin);
}

/** A form of another site, sent to a callback. */
export async function postBack(
  browser: Browser,
  callback: URL,
  fields: Record<string, string>,
  origin: string,
): Promise<Page | URL> {
  const body = new URLSearchParams(fields).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin, accept: 'text/html' };
  const answer = await send('POST', callback.href, headers, body);
  if (answer.status !== 303) throw new Error(`the callback answers ${answer.status}`);
  return follow(browser, callback.origin, await browser.get(new URL(answer.location, callback).href));
}
