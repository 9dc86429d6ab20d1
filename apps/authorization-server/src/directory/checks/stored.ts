/** What the database and the settings say by themselves. */
import { type Storage, StorageUnavailableError } from '@gatehouse/storage';
import { type Finding, fault, judged, ok, skipped, warning } from './finding.ts';

/** Methods of client authentication for which there must be a secret. */
const secretMethods = new Set(['client_secret_basic', 'client_secret_post']);

/** The other checks read only, and may say why it takes no writes. */
export async function databaseFinding({ ping, dialect }: Pick<Storage, 'ping' | 'dialect'>): Promise<Finding> {
  try {
    await ping();
    return ok(`database (${dialect}) answers`);
  } catch (error) {
    if (!(error instanceof StorageUnavailableError)) throw error;
    return fault(`database (${dialect}) takes no writes`, error.message);
  }
}

/** More is told: what expires within seconds, such as the retry window of a refresh, suffers from it. */
export const tolerableMs = 2000;

/** A difference of clocks in words, with the sign explained. */
export const saidOf = (differenceMs: number): string =>
  `the clock is ${(Math.abs(differenceMs) / 1000).toFixed(1)} s ${differenceMs < 0 ? 'behind' : 'ahead of'} the database's`;

export async function clockFinding(storage: Pick<Storage, 'clockDifferenceMs'>): Promise<Finding> {
  const differenceMs = await storage.clockDifferenceMs();
  return judged(
    saidOf(differenceMs),
    Math.abs(differenceMs) > tolerableMs
      ? 'keep the clocks of all instances and of the database together, by NTP'
      : undefined,
  );
}

export const modeFinding = ({ mode }: { readonly mode: 'development' | 'production' }): Finding =>
  judged('mode', mode === 'development' ? 'development: keys and secrets are made on this machine' : undefined);

export interface ProxySettings {
  readonly tls: boolean;
  readonly trustedProxies: readonly string[];
}

/** What the settings say of proxies in front. What the proxies say is in the log alone. */
export function proxyFinding({ tls, trustedProxies }: ProxySettings): Finding {
  const trusted = trustedProxies.length === 0 ? 'none is trusted' : `${trustedProxies.join(', ')} trusted`;
  const check = `proxies in front (${trusted}; the log names the header that does not fit, and peers that forward without being trusted)`;
  if (trustedProxies.some((network) => network.endsWith('/0'))) {
    return warning(check, 'every peer is trusted, so callers choose their own address; name the proxies');
  }
  const alone = !tls && trustedProxies.length === 0;
  return judged(
    check,
    alone
      ? 'GATEHOUSE_TLS=false without GATEHOUSE_TRUSTED_PROXIES: all callers count as the address of the proxy; name it there'
      : undefined,
  );
}

/** Clients by what they authenticate with. */
export function clientFindings(
  clients: Awaited<ReturnType<Storage['clients']['list']>>,
  nowSeconds: number,
): readonly Finding[] {
  if (clients.length === 0) {
    return [skipped('clients', 'there are none: "gatehouse registry apply" or "gatehouse clients add" declares them')];
  }
  const namesOf = (found: typeof clients) => found.map(({ clientId }) => clientId).join(', ');
  const withoutPkce = clients.filter(({ metadata }) => metadata['require_pkce'] === false);
  const expired = clients.filter(
    ({ secretHashes }) =>
      secretHashes.length > 0 && secretHashes.every(({ expiresAtSeconds = Infinity }) => expiresAtSeconds < nowSeconds),
  );
  const without = clients.filter(
    ({ metadata, secretHashes }) =>
      secretHashes.length === 0 && secretMethods.has(String(metadata['token_endpoint_auth_method'])),
  );
  const lacking = [
    ...(without.length > 0 ? [`none: ${namesOf(without)} ("gatehouse clients secret add ID" makes one)`] : []),
    ...(expired.length > 0 ? [`all expired: ${namesOf(expired)}`] : []),
  ];
  const secrets = 'clients have a valid secret';
  return [
    judged('clients use PKCE', withoutPkce.length > 0 ? `without: ${namesOf(withoutPkce)}` : undefined),
    lacking.length > 0 ? fault(secrets, lacking.join('; ')) : ok(secrets),
  ];
}
