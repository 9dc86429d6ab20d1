/** Hosts of which the policy lets no client in. */
import type { UnregisteredClientRecord } from '@gatehouse/storage';
import type { UnregisteredClientsPolicy } from './policy.ts';

/** As a URL has it, without the dot by which a name may end. */
const hostOf = (url: unknown): string[] => {
  const { hostname } = (typeof url === 'string' && URL.parse(url)) || { hostname: '' };
  return hostname === '' ? [] : [hostname.replace(/\.$/u, '')];
};

/** By which a client is known: that of its document, or those to which it is redirected. */
export function hostsOf(
  client:
    | { readonly kind: 'document'; readonly clientId: string }
    | Pick<UnregisteredClientRecord & { kind: 'dynamic' }, 'kind' | 'host' | 'metadata'>,
): string[] {
  if (client.kind === 'document') return hostOf(client.clientId);
  const { redirect_uris: redirects } = client.metadata;
  return [client.host, ...(Array.isArray(redirects) ? redirects.flatMap(hostOf) : [])];
}

/** @param pattern a name, `*.name` for all below it, or `*` */
export const fits = (host: string, pattern: string): boolean =>
  pattern === '*' || host === pattern || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));

/** Whether one of these hosts is blocked. */
export const isBlocked = (
  { blocked_domains: blocked }: Pick<UnregisteredClientsPolicy, 'blocked_domains'>,
  hosts: readonly string[],
): boolean => hosts.some((host) => blocked.some((pattern) => fits(host, pattern)));
