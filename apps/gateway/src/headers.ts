/**
 * Which headers pass the gateway (GW-01, GW-08). A header by which services are told who somebody is only ever comes from
 * the gateway; what belongs to one connection stays on it; credentials stop here.
 */

/** Headers that end at the next hop (RFC 9110, section 7.6.1), and what Node's connection does itself. */
const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Credentials of the caller, and what only the gateway may say. */
const OURS = new Set([
  'api-key',
  'apikey',
  'authorization',
  'client-cert',
  'client-cert-chain',
  'content-length',
  'cookie',
  'dpop',
  'forwarded',
  'from',
  'remote-addr',
  'remote-user',
  'true-client-ip',
  'via',
  'x-api-key',
  'x-cluster-client-ip',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-host',
  'x-original-method',
  'x-original-uri',
  'x-original-url',
  'x-request-id',
  'x-rewrite-url',
]);

/** Words by which services behind a proxy are told who is calling; one of them anywhere in a name is enough. */
const IDENTITY = new Set(
  `account accounts acl acr act actor admin amr assertion aud azp caller cert certificate claim claims client clientip
  consumer credential credentials customer department dn email entitlements forward forwarded gatehouse gateway group
  groups iap identity impersonate impersonation internal issuer jwt login member mtls oauth oauth2 oidc org organization
  owner permission permissions principal proxy real realm remote role roles saml scope scopes session sid ssl sso sub
  subject tenant tls token trusted uid uname verified webauth whoami`.split(/\s+/u),
);
const IDENTITY_BEGINNING = /^(?:auth|user|group|tenant|principal|subject)/u;

/** Names with such a word that mean something else. */
const HARMLESS = /^(?:user-agent|access-control-[a-z-]+|sec-[a-z-]+)$/u;

/** Servers that make variables of headers take `_` and `-` for the same. */
const spelledPlainly = (name: string) => name.toLowerCase().replaceAll(/[_.]/gu, '-');

/** True when a header of a client is not for the service behind the gateway. */
export function stopsHere(name: string): boolean {
  // A name with an underscore is another name for some servers and the same for others.
  if (name.includes('_')) return true;
  const plain = spelledPlainly(name);
  if (HARMLESS.test(plain)) return false;
  if (HOP_BY_HOP.has(plain) || OURS.has(plain)) return true;
  return plain.split('-').some((word) => IDENTITY.has(word) || IDENTITY_BEGINNING.test(word));
}

const decided = new Map<string, boolean>();
const mostNames = 2000;

/** The same, remembered: the names that are in use are few. */
function stops(name: string): boolean {
  let answer = decided.get(name);
  if (answer === undefined) {
    answer = stopsHere(name);
    if (decided.size < mostNames) decided.set(name, answer);
  }
  return answer;
}

/** The names in `Connection`, in lower case; undefined when it names no header. */
function namedInConnection(rawHeaders: readonly string[]): Set<string> | undefined {
  let names: Set<string> | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index] as string;
    if (header.length !== 10 || header.toLowerCase() !== 'connection') continue;
    const value = rawHeaders[index + 1] as string;
    if (value === 'keep-alive' || value === 'close') continue;
    names ??= new Set();
    for (const name of value.split(',')) names.add(spelledPlainly(name.trim()));
  }
  return names;
}

/** Names and values in turn, of a request for the service, without what stops here. */
export function requestHeaders(rawHeaders: readonly string[]): string[] {
  const connection = namedInConnection(rawHeaders);
  const passed: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (stops(name) || connection?.has(spelledPlainly(name))) continue;
    passed.push(name, rawHeaders[index + 1] as string);
  }
  return passed;
}

/** A value as a header can carry it: what is not plain is percent-encoded. */
export const printable = (value: string): string => (/^[\x21-\x7e]+$/u.test(value) ? value : encodeURIComponent(value));

/** Headers of an answer that the gateway says itself. */
const OWN_ANSWER = new Set([...HOP_BY_HOP, 'x-request-id', 'date', 'alt-svc', 'dpop-nonce', 'via']);

/** Lower-case names of the few headers that the gateway puts on answers itself. */
const lowerCase = new Map<string, string>();

function inLowerCase(name: string): string {
  let lower = lowerCase.get(name);
  if (lower === undefined) lowerCase.set(name, (lower = name.toLowerCase()));
  return lower;
}

/**
 * The head of an answer, names and values in turn: what the service says without what belongs to its connection, then what
 * every answer carries unless the service says it in its own way, then `own`, which the service cannot say.
 * @param received names in lower case
 */
export function answerHead(
  received: Readonly<Record<string, string | string[] | undefined>>,
  standing: readonly (readonly [name: string, value: string])[],
  own: readonly string[],
): (string | string[])[] {
  const { connection } = received;
  const named = connection === undefined ? undefined : namedInConnection(['connection', [connection].flat().join()]);
  const ours: string[] = [];
  for (let index = 0; index < own.length; index += 2) ours.push(inLowerCase(own[index] as string));
  const head: (string | string[])[] = [];
  for (const name of Object.keys(received)) {
    const value = received[name];
    if (value === undefined || OWN_ANSWER.has(name) || named?.has(name) || ours.includes(name)) continue;
    head.push(name, value);
  }
  for (const [name, value] of standing) if (received[inLowerCase(name)] === undefined) head.push(name, value);
  for (const part of own) head.push(part);
  return head;
}
