/** Tokens taken apart, and their claims in words (RFC 7519, RFC 9068). */
import { decodeProtectedHeader } from 'jose';
import { textOf } from '../output.ts';

type Members = Readonly<Record<string, unknown>>;

/** A JWT as it reads, unverified. */
export interface DecodedToken {
  readonly header: Members;
  /** Missing when it is encrypted. */
  readonly claims?: Members;
}

/** Nothing for what is no JWT: an opaque token. */
export function decoded(token: string): DecodedToken | undefined {
  const parts = token.split('.');
  if (parts.length !== 3 && parts.length !== 5) return undefined;
  try {
    const header = decodeProtectedHeader(token) as Members;
    if (parts.length === 5) return { header };
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? { header, claims: claims as Members } : undefined;
  } catch {
    return undefined;
  }
}

const units: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

function largestUnit(seconds: number): readonly [unit: Intl.RelativeTimeFormatUnit, count: number] {
  const rounded = Math.round(seconds);
  const [unit, size] = units.find(([, one]) => Math.abs(rounded) >= one * 2) ?? (['second', 1] as const);
  return [unit, Math.round(rounded / size)];
}

/** `in 5 minutes`, `2 hours ago`. @param seconds from now */
export function fromNow(seconds: number): string {
  const [unit, count] = largestUnit(seconds);
  return new Intl.RelativeTimeFormat('en').format(count, unit);
}

/** `5 minutes`. */
export function lasting(seconds: number): string {
  const [unit, count] = largestUnit(seconds);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

const times = new Set(['exp', 'iat', 'nbf', 'auth_time', 'federated_at', 'updated_at']);

/** A time in seconds since the epoch, for people. Nothing for what no clock shows. */
function timeInWords(value: unknown, nowSeconds: number): string {
  const date = new Date(Number(value) * 1000);
  if (typeof value !== 'number' || Number.isNaN(date.getTime())) return '';
  return `  ${date.toISOString().replace(/\.\d+Z$/u, 'Z')}, ${fromNow(value - nowSeconds)}`;
}

/** A line for each member, indented; times in words beside the figure. */
export function linesOf(members: Members, nowSeconds: number): string[] {
  const names = Object.keys(members);
  const width = Math.max(0, ...names.map((name) => textOf(name).length));
  return names.map((name) => {
    const value = members[name];
    return `  ${textOf(name).padEnd(width)}  ${textOf(value)}${times.has(name) ? timeInWords(value, nowSeconds) : ''}`;
  });
}

/** What holds a token to its holder, by its `cnf` claim (RFC 7800). */
export function bindingOf({ cnf }: Members): string {
  const { jkt, 'x5t#S256': certificate } = (typeof cnf === 'object' && cnf !== null ? cnf : {}) as Members;
  if (jkt !== undefined) return `to the DPoP key ${textOf(jkt)}`;
  if (certificate !== undefined) return `to the certificate ${textOf(certificate)}`;
  return 'none: whoever holds it can use it';
}

const listed = (value: unknown): string => (Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value));

const endOf = (seconds: number): string =>
  seconds > 0 ? `lasts     ${lasting(seconds)}` : `ended     ${fromNow(seconds)}`;

/** What a token is, in a few sentences: for whom, of whom, how long, and who may use it. */
export function summaryOf(claims: Members, nowSeconds: number): string[] {
  const { aud, sub, client_id: client, scope, exp, act } = claims;
  const actor = typeof act === 'object' && act !== null ? textOf((act as Members)['sub']) : undefined;
  return [
    ...(aud === undefined ? [] : [`for       ${listed(aud)}`]),
    ...(sub === undefined ? [] : [`subject   ${textOf(sub)}${sub === client ? ', the client itself' : ''}`]),
    ...(client === undefined || client === sub ? [] : [`client    ${textOf(client)}`]),
    ...(actor === undefined ? [] : [`actor     ${actor}`]),
    ...(scope === undefined ? [] : [`scope     ${textOf(scope)}`]),
    ...(typeof exp === 'number' ? [endOf(exp - nowSeconds)] : []),
    `binding   ${bindingOf(claims)}`,
  ].map((line) => `  ${line}`);
}
