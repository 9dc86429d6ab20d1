import { describe, expect, it } from '@jest/globals';
import { inSeconds, newId, onEveryDatabase } from './databases.ts';
import { endInstancesAfterEach, type Instance, startInstance } from './instances.ts';
import type { PlainWrite } from './programs/unit.ts';

const ROUNDS = Number(process.env['GATEHOUSE_KILL_ROUNDS'] ?? 20);
const CHAINS = 8;
const MODEL = 'RefreshToken';

/** One refresh token family as its client knows it. */
interface Chain {
  readonly grantId: string;
  /** The newest token that an acknowledged commit made. */
  current: string;
  /** Tokens whose use was acknowledged. */
  readonly spent: string[];
  /** What a commit without an answer would have made of `current`. */
  inDoubt: string | undefined;
}

/** Rotates as fast as the instance answers, until it dies. `acknowledged` is called for each answer. */
async function rotate(instance: Instance, chain: Chain, acknowledged: () => void): Promise<void> {
  for (;;) {
    const next = newId();
    const unit: PlainWrite[] = [
      ['consume', { model: MODEL, id: chain.current, grantId: chain.grantId }],
      [
        'upsert',
        {
          model: MODEL,
          id: next,
          payload: { after: chain.current },
          grantId: chain.grantId,
          expiresAtSeconds: inSeconds(3600),
        },
      ],
    ];
    chain.inDoubt = next;
    const [outcome] = await instance.commit([unit]);
    if (outcome?.result !== 'ok') throw new Error(`an honest rotation got ${outcome?.result}: ${outcome?.message}`);
    chain.spent.push(chain.current);
    chain.current = next;
    chain.inDoubt = undefined;
    acknowledged();
  }
}

describe(`OPS-01: kill -9 in mid-write, ${ROUNDS} rounds`, () => {
  endInstancesAfterEach();

  onEveryDatabase(({ fresh, open, key }) => {
    it(
      'loses nothing that was acknowledged, spends nothing twice, tears no unit apart',
      async () => {
        const url = await fresh();
        const { artefacts, commit } = await open({ url, statementTimeoutMs: 10_000 });
        const { writes } = artefacts;
        const chains: Chain[] = Array.from({ length: CHAINS }, () => ({
          grantId: newId(),
          current: newId(),
          spent: [],
          inDoubt: undefined,
        }));
        await commit(
          chains.map(({ grantId, current }) =>
            writes.upsert({ model: MODEL, id: current, payload: {}, grantId, expiresAtSeconds: inSeconds(3600) }),
          ),
        );
        let acknowledged = 0;
        let doubts = 0;
        let upcoming = startInstance(url, key);
        for (let round = 0; round < ROUNDS; round += 1) {
          const instance = await upcoming;
          upcoming = startInstance(url, key);
          // At least one answer, then a kill at any moment.
          let left = 1 + Math.floor(Math.random() * 30);
          const enough = Promise.withResolvers<void>();
          const count = (): void => {
            acknowledged += 1;
            left -= 1;
            if (left === 0) enough.resolve();
          };
          const rotating = chains.map((chain) => rotate(instance, chain, count).catch((error: Error) => error.message));
          await Promise.race([enough.promise, ...rotating]);
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
          await instance.kill9();
          await instance.settled();
          expect(new Set(await Promise.all(rotating))).toEqual(new Set(['the instance died']));
          for (const chain of chains) {
            const now = await artefacts.find(MODEL, chain.current);
            expect(now).toBeDefined();
            if (chain.inDoubt !== undefined) {
              doubts += 1;
              const next = await artefacts.find(MODEL, chain.inDoubt);
              const consumed = (await artefacts.find(MODEL, chain.current))?.consumedAtSeconds !== undefined;
              // All of the unit or none of it.
              expect(next !== undefined).toBe(consumed);
              if (next) {
                expect(next.payload).toEqual({ after: chain.current });
                chain.spent.push(chain.current);
                chain.current = chain.inDoubt;
              }
              chain.inDoubt = undefined;
            }
            expect(await artefacts.find(MODEL, chain.current)).not.toHaveProperty('consumedAtSeconds');
            for (const id of chain.spent.splice(0)) {
              expect(await artefacts.find(MODEL, id)).toHaveProperty('consumedAtSeconds');
              await expect(commit([writes.consume({ model: MODEL, id })])).rejects.toMatchObject({ code: 'lost_race' });
            }
          }
        }
        await (await upcoming).kill9();
        expect(acknowledged).toBeGreaterThanOrEqual(ROUNDS);
        expect(doubts).toBeGreaterThan(0);
      },
      600_000 + ROUNDS * 5000,
    );
  });
});
