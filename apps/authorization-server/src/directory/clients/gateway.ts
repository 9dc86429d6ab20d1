/** Which clients are gateways that take API keys: no setting says so, the registry does. */
import type { Client } from './clients.ts';

/** A gateway, as those see it who hold an API key. */
export interface Gateway {
  /** Where it is called, when the registry says so. */
  readonly address: string | undefined;
  /** The resources (RFC 8707) that it passes a holder of a key on to. */
  readonly resources: ReadonlySet<string>;
}

/** The clients that may exchange API keys (RFC 8693). */
export const gatewaysAmong = (clients: readonly Client[]): Gateway[] =>
  clients.flatMap(({ metadata, policy }) => {
    const rules = policy.token_exchange?.rules.filter(({ credentials }) => credentials.includes('api_key')) ?? [];
    if (rules.length === 0) return [];
    const [longest] = (policy.resource_server_for ?? [])
      .filter((indicator) => indicator.startsWith('https://'))
      .toSorted((a, b) => b.length - a.length);
    return [{ address: metadata.client_uri ?? longest, resources: new Set(rules.map(({ to }) => to)) }];
  });

/** The first gateway that leads to a resource. */
export const gatewayTo = (gateways: readonly Gateway[], indicator: string): Gateway | undefined =>
  gateways.find(({ resources }) => resources.has(indicator));
