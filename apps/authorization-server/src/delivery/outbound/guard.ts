/**
 * The outbound guard (AS-19). This folder owns every request to an address that somebody else chose: a client's
 * document, `jwks_uri`, `sector_identifier_uri` and back-channel logout. Only https, only machines of the public Internet, no
 * redirect, little time and few bytes; what the operator lists is let through.
 */
import type { LookupAddress } from 'node:dns';
import { lookup as dnsLookup } from 'node:dns/promises';
import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { isPublicAddress } from './public-address.ts';

/** Why a request was not sent, or its answer not taken. */
export type OutboundRefusal =
  | 'not_https'
  | 'credentials_in_url'
  | 'not_a_public_address'
  | 'redirect'
  | 'answer_too_large'
  | 'too_slow';

/** The guard refused. The message names the origin alone: paths may hold secrets. */
export class OutboundRefusedError extends Error {
  override readonly name = 'OutboundRefusedError';
  readonly code: OutboundRefusal;

  constructor(code: OutboundRefusal, url: URL) {
    super(`request to ${url.origin} refused: ${code}`);
    this.code = code;
  }
}

export interface OutboundOptions {
  /** Origins that may be reached although they are private or not https. */
  readonly allow: readonly string[];
  readonly onRefusal?: (refusal: OutboundRefusedError) => void;
  readonly timeoutMs?: number;
  readonly bodyLimitBytes?: number;
  /** Names to addresses; the system's resolver by default. */
  readonly resolve?: (hostname: string) => Promise<LookupAddress[]>;
  /**
   * Where a host is reached instead of by its name. For tests alone: no setting leads here. TLS proves the name all the same, and
   * what is refused for its URL stays refused.
   */
  readonly route?: OutboundRoute | undefined;
}

/** An address for a host and its port, as `host` of a URL has them; undefined: by its name, as ever. */
export type OutboundRoute = (host: string) => { readonly address: string; readonly port: number } | undefined;

/** What may be asked for; all else that `fetch` knows is ignored. */
export interface OutboundRequest {
  /** Fewer than the guard takes of everybody. */
  readonly bodyLimitBytes?: number | undefined;
  readonly method?: string | undefined;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: string | URLSearchParams | null | undefined;
}

/** Sends the request and gives the whole answer. Rejects with OutboundRefusedError, or with the error of the connection. */
export type OutboundFetch = (url: string | URL, init?: OutboundRequest) => Promise<Response>;

/** A name, or an address without the brackets of a URL. */
const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/gu, '');

/** Statuses that an answer without a body must have none of. */
const bodiless = new Set([204, 205, 304]);

/** What may be reached. */
function rulesOf(options: Pick<OutboundOptions, 'allow' | 'resolve'>) {
  const resolve = options.resolve ?? ((hostname) => dnsLookup(hostname, { all: true }));
  const allowed = new Set(options.allow.map((origin) => new URL(origin).origin));
  return {
    refusalOf: (url: URL): OutboundRefusal | undefined => {
      if (url.username || url.password) return 'credentials_in_url';
      if (allowed.has(url.origin)) return undefined;
      if (url.protocol !== 'https:') return 'not_https';
      const host = hostOf(url);
      // No resolver is asked about an address.
      return isIP(host) !== 0 && !isPublicAddress(host) ? 'not_a_public_address' : undefined;
    },
    /**
     * The connection is made to the addresses that were checked, and to no others: a second look at the name could give
     * different ones. A name with one private address among public ones is refused.
     */
    addressesOf: async (url: URL, hostname: string): Promise<LookupAddress[]> => {
      const addresses = await resolve(hostname);
      const good = allowed.has(url.origin) || addresses.every(({ address }) => isPublicAddress(address));
      if (!good || addresses.length === 0) throw new OutboundRefusedError('not_a_public_address', url);
      return addresses;
    },
  };
}

/** The connection to where a host is routed; name and certificate stay those of the URL. */
function routed({ host, hostname }: URL, route: OutboundRoute | undefined): object {
  const to = route?.(host);
  return to ? { hostname: to.address, port: to.port, servername: hostname, setHost: false } : {};
}

/** Whether an address could be asked now. Rejects as a request does, without one: with OutboundRefusedError, or as the resolver. */
export type OutboundCheck = (url: string) => Promise<void>;

/** Makes what checks addresses that are only written down, by the rules of the guard. */
export function createOutboundCheck(options: Pick<OutboundOptions, 'allow' | 'resolve'>): OutboundCheck {
  const { refusalOf, addressesOf } = rulesOf(options);
  return async (address) => {
    const url = new URL(address);
    const code = refusalOf(url);
    if (code) throw new OutboundRefusedError(code, url);
    if (isIP(hostOf(url)) === 0) await addressesOf(url, url.hostname);
  };
}

/** Makes the guard. */
export function createOutboundFetch(options: OutboundOptions): OutboundFetch {
  const { timeoutMs = 5000, bodyLimitBytes: most = 65_536, onRefusal, route } = options;
  const { refusalOf, addressesOf } = rulesOf(options);
  const checkedLookup = (url: URL): LookupFunction => {
    const answer = callbackify((hostname: string) => addressesOf(url, hostname));
    return (hostname, { all }, callback) => {
      answer(hostname, (error, addresses) => {
        const [first] = addresses ?? [];
        if (error || !first) callback(error, '', 0);
        else if (all) callback(null, addresses);
        else callback(null, first.address, first.family);
      });
    };
  };

  return async (target, init = {}) => {
    const url = new URL(target);
    const refuse = (code: OutboundRefusal) => new OutboundRefusedError(code, url);
    const bodyLimitBytes = Math.min(most, init.bodyLimitBytes ?? most);
    const body = init.body?.toString();
    const headers = new Headers(init.headers);
    if (body !== undefined) headers.set('content-length', String(Buffer.byteLength(body)));
    let outgoing: ClientRequest | undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      const code = refusalOf(url);
      if (code) throw refuse(code);
      const { promise: failed, reject: fail } = Promise.withResolvers<never>();
      outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
        method: init.method ?? 'GET',
        headers: { ...Object.fromEntries(headers), host: url.host },
        // A connection of its own: none is left open to an address that was good a while ago.
        agent: false,
        lookup: checkedLookup(url),
        ...routed(url, route),
      });
      // It stays when all is over: what is destroyed may still fail.
      outgoing.on('error', fail);
      timer = setTimeout(() => fail(refuse('too_slow')), timeoutMs);
      const answered = once(outgoing.end(body), 'response') as Promise<[IncomingMessage]>;
      return await Promise.race([collect(answered), failed]);
    } catch (error) {
      if (error instanceof OutboundRefusedError) onRefusal?.(error);
      throw error;
    } finally {
      clearTimeout(timer);
      outgoing?.destroy();
    }

    async function collect(answered: Promise<[IncomingMessage]>): Promise<Response> {
      const [answer] = await answered;
      const { statusCode: status = 0 } = answer;
      if (status >= 300 && status < 400) throw refuse('redirect');
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > bodyLimitBytes) throw refuse('answer_too_large');
        chunks.push(chunk);
      }
      const received = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      );
      return new Response(bodiless.has(status) ? null : Buffer.concat(chunks), { status, headers: received });
    }
  };
}
