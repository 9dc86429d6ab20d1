import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isIdle,
  type KeyFacts,
  longestRetentionSeconds,
  planRotation,
  type RotationOrder,
  type RotationPlan,
  type RotationPolicy,
  takesOverAt,
} from '../../../src/directory/keys/rotation.ts';

const policy: RotationPolicy = {
  algorithms: ['RS256'],
  rotationSeconds: 1000,
  publishAheadSeconds: 100,
  retainSeconds: 300,
};

/** A ring that plans are carried out on, and what everybody saw of it. */
class World {
  keys: KeyFacts[] = [];
  now = 1_000_000;
  made = 0;
  /** When a key was first published, by the true passing of time. */
  readonly published = new Map<string, number>();
  /** When a key signed last. */
  readonly signed = new Map<string, number>();
  readonly revoked = new Set<string>();
  elapsed = 0;

  carryOut(plan: RotationPlan): void {
    const changed = new Map(plan.change.map((key) => [key.kid, key]));
    this.keys = this.keys
      .filter(({ kid }) => !plan.remove.includes(kid))
      .map((key) => changed.get(key.kid) ?? key)
      .concat(
        plan.make.map((key) => {
          this.made += 1;
          return { ...key, kid: `key-${this.made}`, createdAtSeconds: this.now };
        }),
      );
    for (const { kid } of this.keys) if (!this.published.has(kid)) this.published.set(kid, this.elapsed);
  }

  step(using: RotationPolicy, order?: RotationOrder): RotationPlan {
    const plan = planRotation(this.keys, this.now, using, order);
    this.carryOut(plan);
    return plan;
  }

  pass(seconds: number): void {
    for (const kid of this.in('current')) this.signed.set(kid, this.elapsed);
    this.elapsed += seconds;
    this.now += seconds;
    for (const kid of this.in('current')) this.signed.set(kid, this.elapsed);
  }

  in(state: string, algorithm?: string): string[] {
    return this.keys
      .filter((key) => key.state === state && (algorithm === undefined || key.algorithm === algorithm))
      .map(({ kid }) => kid);
  }
}

const signing = {
  kid: 'a',
  algorithm: 'RS256',
  state: 'current',
  createdAtSeconds: 900,
  notBeforeSeconds: 1000,
} as const;
const follower = {
  kid: 'b',
  algorithm: 'RS256',
  state: 'next',
  createdAtSeconds: 1000,
  notBeforeSeconds: 1100,
} as const;
const takenOverAt = (...[key, after, using = policy]: [KeyFacts, KeyFacts | undefined, RotationPolicy?]) =>
  takesOverAt(key, after, 1050, using);

describe('when the next key takes over', () => {
  it('is when the time of the current one is over, and not before the next was published long enough', () => {
    expect(takenOverAt(signing, follower)).toBe(2000);
    expect(takenOverAt(signing, { ...follower, createdAtSeconds: 1950, notBeforeSeconds: 2050 })).toBe(2050);
  });

  it('is earlier when somebody ordered it; what is made now is published first', () => {
    expect(takenOverAt({ ...signing, notAfterSeconds: 1040 }, follower)).toBe(1100);
    expect(takenOverAt({ ...signing, notAfterSeconds: 1040 }, undefined)).toBe(1150);
  });

  it('is never without a time and an order', () => {
    expect(takenOverAt(signing, follower, { ...policy, rotationSeconds: 0 })).toBe(Infinity);
  });
});

describe('the rotation plan, step by step', () => {
  it('OPS-06: an empty ring begins with a key that signs and one that follows', () => {
    const world = new World();
    expect(world.step(policy).make).toEqual([
      { algorithm: 'RS256', state: 'current', notBeforeSeconds: 1_000_000 },
      { algorithm: 'RS256', state: 'next', notBeforeSeconds: 1_000_100 },
    ]);
    expect(planRotation(world.keys, world.now, policy)).toEqual({
      change: [],
      remove: [],
      make: [],
      wakeAtSeconds: 1_001_000,
    });
  });

  it('OPS-06: next becomes current, current retires, and leaves when what it signed is dead', () => {
    const world = new World();
    world.step(policy);
    world.pass(999);
    expect(isIdle(world.step(policy))).toBe(true);
    world.pass(1);
    world.step(policy);
    expect([world.in('current'), world.in('retired'), world.in('next')]).toEqual([['key-2'], ['key-1'], ['key-3']]);
    expect(planRotation(world.keys, world.now, policy).wakeAtSeconds).toBe(1_001_300);
    world.pass(300);
    expect(world.step(policy).remove).toEqual(['key-1']);
  });

  it('OPS-06: whoever asks for a rotation waits until the next key was published long enough', () => {
    const world = new World();
    const byHand = { ...policy, rotationSeconds: 0 };
    world.step(byHand);
    expect(planRotation(world.keys, world.now, byHand).wakeAtSeconds).toBeUndefined();
    world.pass(40);
    world.step(byHand, { rotate: true });
    expect(world.in('current')).toEqual(['key-1']);
    expect(planRotation(world.keys, world.now, byHand).wakeAtSeconds).toBe(1_000_100);
    world.pass(60);
    world.step(byHand);
    expect(world.in('current')).toEqual(['key-2']);
    world.pass(100_000);
    expect(world.step(byHand, { rotate: true }).make).toHaveLength(1);
    expect(world.in('current')).toEqual(['key-3']);
  });

  it('OPS-06: a compromised key is out at once, and the one that everybody knows already signs', () => {
    const world = new World();
    world.step(policy);
    world.pass(200);
    const plan = world.step(policy, { revoke: 'key-1' });
    expect(plan.remove).toEqual(['key-1']);
    expect([world.in('current'), world.in('next')]).toEqual([['key-2'], ['key-3']]);
    world.step(policy, { revoke: 'key-3' });
    expect([world.in('current'), world.in('next')]).toEqual([['key-2'], ['key-4']]);
  });

  it('OPS-06: a key that is only to be retired waits for the next one; a next one is replaced', () => {
    const world = new World();
    world.step(policy);
    world.step(policy, { retire: 'key-2' });
    expect(world.in('next')).toEqual(['key-3']);
    world.step(policy, { retire: 'key-1' });
    expect(world.in('current')).toEqual(['key-1']);
    world.pass(100);
    world.step(policy);
    expect([world.in('current'), world.in('retired')]).toEqual([['key-3'], ['key-1']]);
  });

  it('OPS-06: a further algorithm signs only after its key was published; one that nobody needs any more dissolves', () => {
    const world = new World();
    world.step(policy);
    const both: RotationPolicy = { ...policy, algorithms: ['RS256', 'ES256'] };
    world.pass(10);
    world.step(both);
    expect([world.in('next', 'ES256'), world.in('current', 'ES256')]).toEqual([['key-3'], []]);
    world.pass(100);
    world.step(both);
    expect(world.in('current', 'ES256')).toEqual(['key-3']);
    expect(world.step(policy).remove).toEqual(['key-4']);
    expect(world.in('retired', 'ES256')).toEqual(['key-3']);
  });

  it('OPS-06: keys without times, as an older release wrote them, count from their birth', () => {
    const old: KeyFacts[] = [{ kid: 'old', algorithm: 'RS256', state: 'current', createdAtSeconds: 999_500 }];
    const plan = planRotation(old, 1_000_000, policy);
    expect(plan.change).toEqual([{ ...old[0], notBeforeSeconds: 999_500 }]);
    expect(plan.make).toHaveLength(1);
  });
});

/** What can happen to a server's keys. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 0, max: 700 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rotate' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const), which: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retire' as const), which: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('algorithms' as const), more: fc.boolean() }) },
);
const clockJump = fc.record({ kind: fc.constant('jump' as const), seconds: fc.integer({ min: -5e7, max: 5e7 }) });

const policies = fc.record({
  rotationSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 100, max: 2000 })),
  publishAheadSeconds: fc.integer({ min: 0, max: 400 }),
  retainSeconds: fc.integer({ min: 1, max: 600 }),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T | { kind: 'jump'; seconds: number } : never;

/** Lets all of it happen, and looks at the ring after every plan. */
function run(
  given: Omit<RotationPolicy, 'algorithms'>,
  story: readonly Happening[],
  look: (world: World) => void,
): World {
  const world = new World();
  let algorithms: RotationPolicy['algorithms'] = ['RS256'];
  const step = (order?: RotationOrder) => {
    world.step({ ...given, algorithms }, order);
    look(world);
  };
  step();
  for (const event of story) {
    let order: RotationOrder = {};
    if (event.kind === 'pass') world.pass(event.seconds);
    if (event.kind === 'jump') world.now += event.seconds;
    if (event.kind === 'rotate') order = { rotate: true };
    if (event.kind === 'algorithms') algorithms = event.more ? ['RS256', 'ES256'] : ['RS256'];
    if (event.kind === 'revoke' || event.kind === 'retire') {
      const kid = world.keys[event.which % world.keys.length]!.kid;
      if (event.kind === 'revoke') world.revoked.add(kid);
      order = { [event.kind]: kid };
    }
    step(order);
  }
  return world;
}

describe('whatever happens to the rotation plan', () => {
  const anything = fc.array(fc.oneof({ weight: 4, arbitrary: happening }, clockJump), { maxLength: 40 });
  const anythingButClocks = fc.array(happening, { maxLength: 60 });

  it('OPS-06: there is always exactly one current and one next key of the algorithm that must sign', () => {
    fc.assert(
      fc.property(policies, anything, (given, story) => {
        run(given, story, (world) => {
          expect([world.in('current', 'RS256').length, world.in('next', 'RS256').length]).toEqual([1, 1]);
          expect(world.in('current', 'ES256').length).toBeLessThan(2);
        });
      }),
    );
  });

  it('OPS-06: no key signs that was not published before, whatever the clocks say', () => {
    fc.assert(
      fc.property(policies, anything, (given, story) => {
        let published = new Set<string>();
        let first = true;
        run(given, story, (world) => {
          if (!first) for (const kid of world.in('current')) expect(published).toContain(kid);
          first = false;
          published = new Set(world.keys.map(({ kid }) => kid));
        });
      }),
    );
  });

  it('OPS-06: with honest clocks a key was published long enough before it signs, but for a compromise', () => {
    fc.assert(
      fc.property(policies, anythingButClocks, (given, story) => {
        const without = story.filter(({ kind }) => kind !== 'revoke');
        const beginners = new Set<string>();
        run(given, without, (world) => {
          if (beginners.size === 0) for (const kid of world.in('current')) beginners.add(kid);
          for (const kid of world.in('current')) {
            if (beginners.has(kid)) continue;
            expect(world.elapsed - world.published.get(kid)!).toBeGreaterThanOrEqual(given.publishAheadSeconds);
            beginners.add(kid);
          }
        });
      }),
    );
  });

  it('OPS-06: with honest clocks no key is dropped that can still verify a live token, but for a compromise', () => {
    fc.assert(
      fc.property(policies, anythingButClocks, (given, story) => {
        run(given, story, (world) => {
          const there = new Set(world.keys.map(({ kid }) => kid));
          for (const [kid, at] of world.signed) {
            if (world.elapsed - at < given.retainSeconds && !world.revoked.has(kid)) expect(there).toContain(kid);
          }
        });
      }),
    );
  });

  it('OPS-06: a revoked key is never seen again', () => {
    fc.assert(
      fc.property(policies, anything, (given, story) => {
        run(given, story, (world) => {
          for (const { kid } of world.keys) expect(world.revoked).not.toContain(kid);
        });
      }),
    );
  });

  it('OPS-06: once time passes evenly again, the ring comes to rest, however wrong the clocks were', () => {
    fc.assert(
      fc.property(policies, anything, (given, story) => {
        const byHand = { ...given, rotationSeconds: 0 };
        const world = run(byHand, story, () => undefined);
        const calm: RotationPolicy = { ...byHand, algorithms: ['RS256'] };
        for (let round = 0; round < 3; round += 1) {
          world.pass(longestRetentionSeconds + 1);
          world.step(calm);
        }
        expect(world.keys.map(({ state }) => state).toSorted()).toEqual(['current', 'next']);
        expect(planRotation(world.keys, world.now, calm)).toEqual({
          change: [],
          remove: [],
          make: [],
          wakeAtSeconds: undefined,
        });
      }),
    );
  });

  it('OPS-06: a plan that was carried out leaves nothing to do, and says when there will be', () => {
    fc.assert(
      fc.property(policies, anythingButClocks, (given, story) => {
        const world = run(given, story, () => undefined);
        const following: RotationPolicy = { ...given, algorithms: ['RS256'] };
        world.step(following);
        if (given.publishAheadSeconds === 0) return;
        const plan = planRotation(world.keys, world.now, following);
        expect(isIdle(plan)).toBe(true);
        if (plan.wakeAtSeconds === undefined) return;
        expect(plan.wakeAtSeconds).toBeGreaterThan(world.now);
        expect(isIdle(planRotation(world.keys, plan.wakeAtSeconds, following))).toBe(false);
      }),
    );
  });
});
