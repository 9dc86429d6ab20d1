import { randomBytes } from 'node:crypto';
import { createSealer, openStorage } from '@gatehouse/storage';
import { expectWithin, temporaryDirectory } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { inProcessSigner } from '../../../src/directory/keys/signer.ts';
import { createRevocations } from '../../../src/directory/revocation/revocations.ts';
import { createRevocationFeed } from '../../../src/protocol/revocation-feed/feed.ts';

it('AS-07: 100,000 live revocations are at most 1 MB, of every kind, and quickly made', async () => {
  const { path, remove } = await temporaryDirectory();
  const storage = await openStorage({ url: `sqlite:${path}/database.sqlite`, sealer: createSealer([randomBytes(32)]) });
  try {
    const { writes } = createRevocations(storage, Date.now);
    const now = Math.floor(Date.now() / 1000);
    const one = (n: number) => {
      const name = `${n}`;
      if (n % 4 === 0) return writes.token({ jti: name }, now + (n % 300));
      if (n % 4 === 1) return writes.grants([name]);
      // Moments of the last ten minutes, as they come when people and clients are ended one by one.
      return n % 4 === 2 ? writes.account(name, now - (n % 600)) : writes.client(name, now - (n % 600));
    };
    for (let n = 0; n < 100_000; n += 2000) {
      await storage.commit(Array.from({ length: 2000 }, (_, index) => one(n + index)));
    }
    const signer = inProcessSigner({ rsaModulusBits: 2048 });
    const { publicKey, reference } = await signer.make('RS256');
    const sign = signer.open(reference, 'RS256');
    const feed = createRevocationFeed({
      issuer: 'https://login.example.com',
      storage,
      clock: Date.now,
      signingKey: () => ({ kid: 'k'.repeat(43), algorithm: 'RS256', state: 'current', publicKey, sign }),
    });
    const { signal } = new AbortController();
    const document = await feed.poll(undefined, 0, signal);
    expect(feed.size).toBe(100_000);
    expect(Buffer.byteLength(document)).toBeLessThanOrEqual(1_000_000);
    const startedAt = performance.now();
    await storage.commit([writes.token({ jti: 'one more' }, now + 300)]);
    const delta = await feed.poll(JSON.parse(JSON.parse(document).payload).version, 0, signal);
    expect(Buffer.byteLength(delta)).toBeLessThan(1000);
    expectWithin(performance.now() - startedAt, 1000);
  } finally {
    await storage.close();
    await remove();
  }
});
