/** What guessing costs, and what is refused of it. */
import { Counter, type Registry } from 'prom-client';
import type { PasswordHasher } from './password-hash.ts';

/** Adds the metrics of passwords and throttling to those of the service. */
export function measureAttempts(
  hasher: Pick<PasswordHasher, 'counts'>,
  throttle: { refusals(): readonly { action: string; scope: string; count: number }[] },
  metrics: Registry,
): void {
  const hashes: Counter = new Counter({
    name: 'password_hashes_total',
    help: 'Password hashes that were computed, and refused attempts that waited as long instead',
    labelNames: ['outcome'],
    registers: [metrics],
    collect() {
      hashes.reset();
      hashes.inc({ outcome: 'computed' }, hasher.counts.computed);
      hashes.inc({ outcome: 'waited' }, hasher.counts.waited);
    },
  });
  const refused: Counter = new Counter({
    name: 'attempts_refused_total',
    help: 'Attempts that a limit refused, by what was tried and whose limit it was',
    labelNames: ['action', 'scope'],
    registers: [metrics],
    collect() {
      refused.reset();
      for (const { action, scope, count } of throttle.refusals()) refused.inc({ action, scope }, count);
    },
  });
}
