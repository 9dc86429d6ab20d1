import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSealer, openStorage } from '@gatehouse/storage';
import { runChains } from '../chains.ts';
import { type MeasuredProgram, startAuthorizationServer } from '../product.ts';
import { rotations } from '../refreshing.ts';
import { roundRobin } from '../round-robin.ts';
import type { BenchmarkContext, Scenario } from '../scenario.ts';

const ROWS = 1_000_000;
const BATCH = 2000;

/** A server stops, its database gets a million live refresh tokens of others, and it starts again. */
async function withMillionRows(context: BenchmarkContext): Promise<MeasuredProgram> {
  const first = await startAuthorizationServer();
  await first.server.stop();
  const url = `sqlite:${join(first.state, 'authorization-server.sqlite')}`;
  const key = Buffer.from(readFileSync(join(first.state, 'encryption.key'), 'utf8').trim(), 'base64url');
  const storage = await openStorage({ url, sealer: createSealer([key]), statementTimeoutMs: 60_000 });
  const expiresAtSeconds = Math.floor(Date.now() / 1000) + 86_400;
  const payload = { kind: 'RefreshToken', scope: 'openid invoice_read', padding: 'x'.repeat(700) };
  for (let row = 0; row < ROWS; row += BATCH) {
    if (row % 100_000 === 0) context.say(`${row} of ${ROWS} rows`);
    await storage.commit(
      Array.from({ length: BATCH }, (_, index) => {
        const n = row + index;
        const owner = { grantId: `grant-${n}`, uid: `session-${n % 200_000}`, accountId: `person-${n % 100_000}` };
        return storage.artefacts.writes.upsert({
          model: 'RefreshToken',
          id: `seed-${n}`,
          payload,
          expiresAtSeconds,
          ...owner,
        });
      }),
    );
  }
  await storage.close();
  return startAuthorizationServer({ state: first.state });
}

/** OPS-11: a million live rows do not slow a rotation by more than a fifth. */
const scenario: Scenario = {
  name: 'refresh-million',
  unit: 'rotations/s',
  against: 'the same server on a new database',
  rounds: 3,
  perCore: true,
  async prepare(context) {
    const full = context.stopAtEnd(await withMillionRows(context));
    const fresh = context.stopAtEnd(await startAuthorizationServer());
    const [subject, reference] = [await rotations(full), await rotations(fresh)];
    return await roundRobin(
      (seconds) => runChains(subject, seconds),
      (seconds) => runChains(reference, seconds),
      context,
    );
  },
};

export default scenario;
