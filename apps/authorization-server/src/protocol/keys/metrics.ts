/** What operators see of the keys. */
import { Gauge, type Registry } from 'prom-client';
import type { Keyring } from './keyring.ts';

export function measureKeys(keys: { readonly keyring: Keyring }, metrics: Registry): void {
  const gauge = new Gauge({
    name: 'signing_keys',
    help: 'Keys for tokens that are published, by algorithm and state',
    labelNames: ['algorithm', 'state'],
    registers: [metrics],
    collect() {
      gauge.reset();
      for (const { algorithm, state } of keys.keyring.tokenKeys) gauge.inc({ algorithm, state });
    },
  });
}
