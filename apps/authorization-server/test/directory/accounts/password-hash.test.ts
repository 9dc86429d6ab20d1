import { afterAll, describe, expect, it } from '@jest/globals';
import argon2 from 'argon2';
import { createHashThreads, type HashOrder, type HashThreads } from '../../../src/directory/accounts/hash-threads.ts';
import { createPasswordHasher, HashUnavailableError } from '../../../src/directory/accounts/password-hash.ts';

const hasher = createPasswordHasher({ concurrency: 2, queue: 10 });
afterAll(() => hasher.close());

/** Threads that compute as ever; counts how many computations there are at once. */
function watchedThreads() {
  const seen = { running: 0, most: 0, total: 0 };
  const real = createHashThreads();
  const orders: HashOrder[] = [];
  const threads: HashThreads = {
    compute(order) {
      orders.push(order);
      seen.running += 1;
      seen.total += 1;
      seen.most = Math.max(seen.most, seen.running);
      return real.compute(order).finally(() => {
        seen.running -= 1;
      });
    },
    close: () => real.close(),
  };
  return { seen, threads, orders };
}

describe('password hashes', () => {
  it('AS-13: are argon2id with 19 MiB, two passes and one lane, with a salt of their own', async () => {
    const [one, other] = await Promise.all([hasher.hash('the same'), hasher.hash('the same')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/u);
    expect(other).not.toBe(one);
    expect(await hasher.verify(one, 'the same')).toBe(true);
    expect(await hasher.verify(one, 'the samE')).toBe(false);
    expect(await hasher.verify(one, '')).toBe(false);
  });

  it('AS-13: passwords that agree in their first 72 bytes differ, and long ones count to the end', async () => {
    const start = 'a'.repeat(72);
    const hash = await hasher.hash(`${start}b`);
    expect(await hasher.verify(hash, `${start}c`)).toBe(false);
    expect(await hasher.verify(hash, start)).toBe(false);
    const long = await hasher.hash(`${'x'.repeat(5000)}1`);
    expect(await hasher.verify(long, `${'x'.repeat(5000)}2`)).toBe(false);
    expect(await hasher.verify(long, `${'x'.repeat(5000)}1`)).toBe(true);
    const withNul = await hasher.hash('before\0after');
    expect(await hasher.verify(withNul, 'before\0other')).toBe(false);
  });

  it('AS-13: one password in two normal forms is one password (NFKC), four-byte characters too', async () => {
    const hash = await hasher.hash('caf\u00e9 Ａ ﬁ 😀');
    expect(await hasher.verify(hash, 'cafe\u0301 A fi 😀')).toBe(true);
    expect(await hasher.verify(hash, 'cafe A fi 😀')).toBe(false);
  });

  it('AS-13: are what another implementation makes and takes', async () => {
    const theirs = await argon2.hash('x', { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    expect([await hasher.verify(theirs, 'x'), await hasher.verify(theirs, 'y')]).toEqual([true, false]);
    expect(hasher.needsRehash(theirs)).toBe(false);
    const ours = await hasher.hash('x');
    expect([await argon2.verify(ours, 'x'), await argon2.verify(ours, 'y')]).toEqual([true, false]);
  });

  it('AS-13: a hash under older parameters is known as such, one under ours is not', async () => {
    const older = await argon2.hash('x', { type: argon2.argon2id, memoryCost: 8192, timeCost: 1, parallelism: 1 });
    expect([hasher.needsRehash(older), hasher.needsRehash(await hasher.hash('x'))]).toEqual([true, false]);
    expect(await hasher.verify(older, 'x')).toBe(true);
  });

  it('AS-13: no more run at once than allowed, the rest waits its turn', async () => {
    const { seen, threads } = watchedThreads();
    const two = createPasswordHasher({ concurrency: 2, queue: 10, threads });
    await Promise.all(Array.from({ length: 8 }, (_, index) => two.hash(`password ${index}`)));
    two.close();
    expect(seen).toEqual({ running: 0, most: 2, total: 8 });
  });

  it('AS-13: when the queue is full the next is refused at once, and the ones before are finished', async () => {
    const small = createPasswordHasher({ concurrency: 1, queue: 2 });
    const accepted = [small.hash('1'), small.hash('2'), small.hash('3')];
    expect(small.full).toBe(true);
    await expect(small.hash('4')).rejects.toBeInstanceOf(HashUnavailableError);
    await expect(small.verify('x', '5')).rejects.toBeInstanceOf(HashUnavailableError);
    expect((await Promise.all(accepted)).map((hash) => hash.slice(0, 9))).toEqual([
      '$argon2id',
      '$argon2id',
      '$argon2id',
    ]);
    expect(small.full).toBe(false);
    await expect(small.hash('6')).resolves.toMatch(/^\$argon2id/u);
  });

  it('AS-13: one that fails gives its place back', async () => {
    const small = createPasswordHasher({ concurrency: 1, queue: 1 });
    await expect(small.verify('not a hash', 'x')).rejects.toThrow();
    await expect(small.verify('not a hash', 'x')).rejects.toThrow();
    await expect(small.hash('x')).resolves.toMatch(/^\$argon2id/u);
  });

  it('AS-15: pretending is one comparison with the parameters of a real one, the first time too', async () => {
    const { seen, threads, orders } = watchedThreads();
    const fresh = createPasswordHasher({ concurrency: 2, queue: 1, threads });
    expect(await fresh.pretend('x')).toBe(false);
    expect(await fresh.pretend('nobody has this password')).toBe(false);
    expect(seen.total).toBe(2);
    await fresh.hash('x');
    const [pretended, , made] = orders.map(({ memory, passes, parallelism, salt, tagLength }) => ({
      memory,
      passes,
      parallelism,
      saltLength: salt.length,
      tagLength,
    }));
    expect(pretended).toEqual(made);
    fresh.close();
  });

  describe('D10: attempts that wait instead of hashing', () => {
    it('D10: compute nothing, once there is a hash to wait as long as', async () => {
      const { seen, threads } = watchedThreads();
      const fresh = createPasswordHasher({ concurrency: 1, queue: 5, threads });
      expect(await fresh.wait('x')).toBe(false);
      expect(seen.total).toBe(1);
      for (let n = 0; n < 4; n += 1) expect(await fresh.wait('x')).toBe(false);
      expect([seen.total, fresh.counts]).toEqual([1, { computed: 1, waited: 4 }]);
    });

    it('D10: stand in the queue for their turn, and take no place of those who hash', async () => {
      const small = createPasswordHasher({ concurrency: 1, queue: 2 });
      await small.hash('0');
      const order: string[] = [];
      const note = (name: string) => () => void order.push(name);
      const first = small.hash('1').then(note('first'));
      const idle = [small.wait('x').then(note('idle')), small.wait('x').then(note('idle'))];
      const second = small.hash('2').then(note('second'));
      const third = small.hash('3').then(note('third'));
      expect(small.full).toBe(true);
      await Promise.all([first, ...idle, second, third]);
      expect(order[0]).toBe('first');
      expect(order.filter((name) => name !== 'idle')).toEqual(['first', 'second', 'third']);
      expect(small.full).toBe(false);
      await expect(small.hash('4')).resolves.toMatch(/^\$argon2id/u);
    });

    it('D10: are bounded, and do not use up the queue of those who hash', async () => {
      const small = createPasswordHasher({ concurrency: 1, queue: 2 });
      await small.hash('0');
      const idle = [small.wait('x'), small.wait('x')];
      await expect(small.wait('x')).rejects.toBeInstanceOf(HashUnavailableError);
      expect(small.full).toBe(false);
      await expect(small.hash('1')).resolves.toMatch(/^\$argon2id/u);
      expect(await Promise.all(idle)).toEqual([false, false]);
      expect(await small.wait('x')).toBe(false);
    });
  });

  it('D15: a server that stops refuses who waits and who comes, and finishes what runs', async () => {
    const small = createPasswordHasher({ concurrency: 1, queue: 5 });
    await small.hash('0');
    const running = small.hash('1');
    const refused = [small.hash('2'), small.pretend('3'), small.wait('4')];
    small.close();
    for (const attempt of refused) await expect(attempt).rejects.toBeInstanceOf(HashUnavailableError);
    expect(await running).toMatch(/^\$argon2id/u);
    expect(small.full).toBe(true);
    await expect(small.hash('5')).rejects.toBeInstanceOf(HashUnavailableError);
    await expect(small.wait('6')).rejects.toBeInstanceOf(HashUnavailableError);
  });
});
