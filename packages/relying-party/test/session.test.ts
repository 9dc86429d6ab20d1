import { describe, expect, it } from '@jest/globals';
import { createSessionStore, type Session } from '../src/session.ts';

const aSession = (subject = 'alice'): Session => ({
  user: {
    subject,
    name: subject,
    email: undefined,
    login: undefined,
    sid: `sid-${subject}`,
    authTimeSeconds: undefined,
  },
  tokens: { accessToken: 'a', expiresAtMs: 0, refreshToken: undefined, idToken: 'i', scopes: [] },
  refreshing: undefined,
});

function aStore(limits: Partial<Parameters<typeof createSessionStore>[0]> = {}) {
  const clock = { ms: 1_000 };
  const store = createSessionStore({
    idleSeconds: 60,
    absoluteSeconds: 300,
    capacity: 100,
    nowMs: () => clock.ms,
    ...limits,
  });
  return { clock, store };
}

describe('session store', () => {
  it('gives ids that cannot be guessed, and knows no other', () => {
    const { store } = aStore();
    const ids = Array.from({ length: 50 }, () => store.add(aSession()));
    expect(new Set(ids).size).toBe(50);
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(32);
    expect(store.find('')).toBeUndefined();
    expect(store.find(`${ids[0]}x`)).toBeUndefined();
  });

  it('ends a session that is not used for long enough; use prolongs it', () => {
    const { clock, store } = aStore();
    const id = store.add(aSession());
    clock.ms += 59_999;
    expect(store.find(id)).toBeDefined();
    clock.ms += 59_999;
    expect(store.find(id)).toBeDefined();
    clock.ms += 60_000;
    expect(store.find(id)).toBeUndefined();
    expect(store.size).toBe(0);
  });

  it('ends every session after the absolute time, used or not', () => {
    const { clock, store } = aStore();
    const id = store.add(aSession());
    for (let second = 0; second < 299; second += 1) {
      clock.ms += 1_000;
      expect(store.find(id)).toBeDefined();
    }
    clock.ms += 1_000;
    expect(store.find(id)).toBeUndefined();
  });

  it('is bounded: the session that was unused for longest makes room', () => {
    const { clock, store } = aStore({ capacity: 3 });
    const [first, second, third] = ['a', 'b', 'c'].map((subject) => {
      clock.ms += 1;
      return store.add(aSession(subject));
    }) as [string, string, string];
    store.find(first);
    const fourth = store.add(aSession('d'));
    expect(store.size).toBe(3);
    expect(store.find(second)).toBeUndefined();
    for (const id of [first, third, fourth]) expect(store.find(id)).toBeDefined();
  });

  it('sweeps dead sessions when new ones come', () => {
    const { clock, store } = aStore();
    for (let i = 0; i < 50; i += 1) store.add(aSession());
    clock.ms += 60_000;
    store.add(aSession());
    expect(store.size).toBe(1);
  });

  it('ends one session, or all of a user, and no other', () => {
    const { store } = aStore();
    const alices = [store.add(aSession()), store.add(aSession())];
    const bobs = store.add(aSession('bob'));
    store.end(store.find(alices[0] as string) as Session);
    expect(alices.map((id) => store.find(id) === undefined)).toEqual([true, false]);
    expect(store.endWhere((user) => user.subject === 'alice')).toBe(1);
    expect(store.find(alices[1] as string)).toBeUndefined();
    expect(store.find(bobs)).toBeDefined();
    store.drop(bobs);
    expect(store.find(bobs)).toBeUndefined();
  });
});
