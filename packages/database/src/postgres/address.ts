import { isIPv6 } from 'node:net';
import type { ClientConfig } from 'pg';
import type { TlsSettings } from './tls.ts';

/** One server that a URL names. What is left out comes from the driver's defaults. */
export interface Host {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

/** What a PostgreSQL URL says. */
export interface Address {
  /** At least one, in the order of the URL. */
  readonly hosts: readonly Host[];
  readonly config: ClientConfig;
  readonly tls: TlsSettings | 'off' | undefined;
}

// None of the sentences repeats a part of it that could belong to the password.
const ENCODE =
  'has a character in the user name or password that must be percent-encoded: @ as %40, # as %23, % as %25, / as %2F, ? as %3F';
const FORM = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^/?#@]*)(?:\/([^?#@]*))?(?:\?([^#@]*))?$/i;
const HOST = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d+))?$/;
const NAME = /^[\p{L}\p{N}._-]*$/u;

/** What is wrong with a URL, as the rest of a sentence that begins with its name. */
export class UrlFault extends Error {}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UrlFault(ENCODE);
  }
}

function portOf(digits: string | undefined): number | undefined {
  if (digits === undefined || digits === '') return undefined;
  const port = Number(digits);
  if (!/^\d+$/.test(digits) || port < 1 || port > 65_535)
    throw new UrlFault('has a port that is not a number from 1 to 65535');
  return port;
}

/** A folder stands for the Unix socket in it. */
function hostOf(text: string): string | undefined {
  const host = decode(text);
  if (host.startsWith('/')) return host;
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  if (!(NAME.test(bare) || isIPv6(bare))) throw new UrlFault('has a host that is no name and no address');
  return bare || undefined;
}

function hostsOf(authority: string, query: ReadonlyMap<string, string>): readonly Host[] {
  const named = authority.split(',').map((text) => {
    const [, host, digits] = HOST.exec(text) ?? [];
    if (host === undefined)
      throw new UrlFault(
        'has a port that is not a number from 1 to 65535; if that is part of a password, @host is missing or / and ? in it must be percent-encoded',
      );
    return { host: hostOf(host), port: portOf(digits) };
  });
  const hosts = query.get('host')?.split(',').map(hostOf) ?? named.map(({ host }) => host);
  const ports = query.get('port')?.split(',').map(portOf) ?? named.map(({ port }) => port);
  if (ports.length > 1 && ports.length !== hosts.length) throw new UrlFault('has not as many ports as hosts');
  return hosts.map((host, index) => ({ host, port: ports.length === 1 ? ports[0] : ports[index] }));
}

/** Parameters whose meaning is fixed here, or that mean nothing to this driver. */
const ignored = ['connect_timeout', 'fallback_application_name', 'gssencmode'];
const choices: Readonly<Record<string, readonly string[]>> = {
  sslmode: ['disable', 'require', 'verify-ca', 'verify-full'],
  ssl: ['true', '1', 'false', '0'],
  sslnegotiation: ['postgres', 'direct'],
  channel_binding: ['disable', 'prefer', 'require'],
  // Nothing else is used in any case: see the folder's `connections`.
  target_session_attrs: ['read-write', 'primary'],
};
const free = [
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'options',
  'application_name',
];
const known = [...free, ...Object.keys(choices), ...ignored];

function queryOf(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split('&').filter(Boolean)) {
    const [name = '', ...rest] = pair.split('=');
    if (!known.includes(name)) {
      const told = /^[a-z_]{1,30}$/i.test(name) ? ` "${name}"` : '';
      throw new UrlFault(`has a parameter${told} that is not known; known are ${known.join(', ')}`);
    }
    const value = decode(rest.join('='));
    const allowed = choices[name];
    if (allowed && !allowed.includes(value))
      throw new UrlFault(`has a ${name} that is not one of ${allowed.join(', ')}`);
    query.set(name, value);
  }
  return query;
}

function tlsOf(query: ReadonlyMap<string, string>, caFile: string | undefined): Address['tls'] {
  const files = {
    caFile: query.get('sslrootcert') ?? caFile,
    certFile: query.get('sslcert'),
    keyFile: query.get('sslkey'),
  };
  const mode =
    query.get('sslmode') ?? { true: 'require', 1: 'require', false: 'disable', 0: 'disable' }[query.get('ssl') ?? ''];
  if (mode === 'disable') {
    if (Object.values(files).some(Boolean)) throw new UrlFault('switches TLS off, and files for TLS are given');
    return 'off';
  }
  if (mode === undefined && !Object.values(files).some(Boolean)) return undefined;
  return { ...files, mode: mode === 'verify-ca' ? 'verify-ca' : 'verify-full' };
}

/**
 * Reads a URL as libpq understands it (PostgreSQL 18, section 32.1.1.2), several hosts included.
 * @param caFile authorities of the server's certificate, for a URL that names none
 * @throws {UrlFault} nothing of the password is in it
 */
export function addressOf(url: string, caFile?: string): Address {
  if (/\p{Cc}/u.test(url)) throw new UrlFault('has a line break or another control character in it');
  const [, userinfo, authority, path, search] = FORM.exec(url) ?? [];
  if (authority === undefined) throw new UrlFault(ENCODE);
  if (/%(?![0-9a-f]{2})/i.test(url)) throw new UrlFault(ENCODE);
  // Before the names of parameters are told: without its @host, what follows a ? may be a part of the password.
  hostsOf(authority, new Map());
  const query = queryOf(search ?? '');
  const colon = userinfo?.indexOf(':') ?? -1;
  const user = userinfo && (colon < 0 ? userinfo : userinfo.slice(0, colon));
  const password = userinfo && colon >= 0 ? userinfo.slice(colon + 1) : undefined;
  if (path?.includes('/')) throw new UrlFault('has more than the name of a database after the host');
  const given = {
    user: query.get('user') ?? (user && decode(user)),
    password: query.get('password') ?? (password && decode(password)),
    database: query.get('dbname') ?? (path && decode(path)),
    options: query.get('options'),
    application_name: query.get('application_name'),
    sslnegotiation: query.get('sslnegotiation') as 'postgres' | 'direct' | undefined,
    enableChannelBinding: query.get('channel_binding') === 'require' || undefined,
  };
  return {
    hosts: hostsOf(authority, query),
    config: Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
    tls: tlsOf(query, caFile),
  };
}
