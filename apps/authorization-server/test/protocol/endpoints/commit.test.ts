import { createSealer, LostRaceError, openStorage, type Storage, StorageUnavailableError } from '@gatehouse/storage';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCommit } from '../../../src/protocol/endpoints/commit.ts';
import type { ProtocolError } from '../../../src/protocol/engine/protocol-error.ts';
import { currentUnit } from '../../../src/protocol/engine/unit-of-work.ts';

let storage: Storage;
let failure: Error | undefined;
let joins = false;
let errors: unknown[] = [];
const inOneHour = () => Math.floor(Date.now() / 1000) + 3600;

beforeAll(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
});
afterAll(() => storage?.close());
beforeEach(() => {
  failure = undefined;
  joins = false;
  errors = [];
});

interface FakeContext {
  method: string;
  url: string;
  status: number;
  body: unknown;
  refusal?: ProtocolError;
  redirected?: string;
  cookiesRemoved: boolean;
  oidc: { params: Record<string, unknown>; entities: Record<string, unknown> };
}

/** Runs a request whose work is `work` through the commit. */
async function run(work: (ctx: FakeContext) => Promise<void> | void, changes: Partial<FakeContext> = {}, dpop = '') {
  const ctx: FakeContext & Record<string, unknown> = {
    method: 'POST',
    url: '/token?x=1',
    status: 200,
    body: { access_token: 'made' },
    cookiesRemoved: false,
    oidc: { params: {}, entities: {} },
    _matchedRouteName: 'token',
    get: (name: string) => (name === 'dpop' ? dpop : ''),
    redirect(url: string) {
      ctx.redirected = url;
    },
    res: {
      removeHeader(name: string) {
        if (name === 'set-cookie') ctx.cookiesRemoved = true;
      },
    },
    ...changes,
  };
  const parts = {
    storage: {
      ...storage,
      commit: (writes: Parameters<Storage['commit']>[0]) =>
        failure ? Promise.reject(failure) : storage.commit(writes),
    },
    revocations: { writes: { grants: () => ({ statements: [] }) } },
    refreshRetry: { joins: async () => joins },
    refuse: (context: FakeContext, refusal: ProtocolError) => {
      context.refusal = refusal;
    },
    onError: (error: unknown) => errors.push(error),
  };
  const commit = createCommit(parts as never);
  await commit(ctx as never, async () => {
    await work(ctx);
  });
  return ctx;
}

const artefacts = () => storage.artefacts;
const save = (model: string, id: string, more: object = {}) =>
  storage.commit([
    artefacts().writes.upsert({ model, id, payload: { jti: id }, expiresAtSeconds: inOneHour(), ...more }),
  ]);
const consume = (model: string, id: string, grantId?: string) => () =>
  currentUnit()?.add(artefacts().writes.consume({ model, id, grantId }));

/** Uses a refresh token up and makes another, as the adapter does. */
const rotate = (used: string, successor: string) => {
  currentUnit()?.addRotation(artefacts().writes.consume({ model: 'RefreshToken', id: used }));
  currentUnit()?.addRotation(artefacts().writes.upsert({ model: 'RefreshToken', id: successor, payload: {} }));
};

describe('the commit around a request', () => {
  it('writes before the answer leaves, and tells of it afterwards', async () => {
    const told: boolean[] = [];
    const ctx = await run(() => {
      currentUnit()?.add(artefacts().writes.upsert({ model: 'Thing', id: 'a', payload: { a: 1 } }));
      currentUnit()?.afterCommit(() => told.push(true));
    });
    expect([ctx.refusal, told, (await artefacts().find('Thing', 'a'))?.payload]).toEqual([undefined, [true], { a: 1 }]);
  });

  it('AS-03: of a refused token request only what must stand is written', async () => {
    await save('Code', 'kept');
    await run(
      (ctx) => {
        ctx.status = 400;
        currentUnit()?.add(artefacts().writes.consume({ model: 'Code', id: 'kept' }));
        currentUnit()?.add(artefacts().writes.upsert({ model: 'Thing', id: 'made', payload: {} }));
        currentUnit()?.add(artefacts().writes.once({ model: 'Seen', id: 'jti', expiresAtSeconds: inOneHour() }), true);
      },
      { status: 400 },
    );
    expect((await artefacts().find('Code', 'kept'))?.consumedAtSeconds).toBeUndefined();
    expect(await artefacts().find('Thing', 'made')).toBeUndefined();
    expect(await artefacts().find('Seen', 'jti')).toBeDefined();
  });

  it('AS-03: a request that failed on the server writes nothing at all', async () => {
    await run((ctx) => {
      ctx.status = 500;
      currentUnit()?.add(artefacts().writes.upsert({ model: 'Thing', id: 'failed', payload: {} }), true);
    });
    expect(await artefacts().find('Thing', 'failed')).toBeUndefined();
  });

  it('AS-03: a code that was used meanwhile is invalid_grant, and its family ends', async () => {
    await save('AuthorizationCode', 'c', { grantId: 'g' });
    await save('RefreshToken', 'r', { grantId: 'g' });
    await save('Grant', 'g');
    await run(consume('AuthorizationCode', 'c', 'g'));
    const told: boolean[] = [];
    const ctx = await run(() => {
      consume('AuthorizationCode', 'c', 'g')();
      currentUnit()?.afterCommit(() => told.push(true));
    });
    expect(ctx.refusal).toMatchObject({ status: 400, error: 'invalid_grant' });
    expect([told, await artefacts().find('RefreshToken', 'r'), await artefacts().find('Grant', 'g')]).toEqual([
      [],
      undefined,
      undefined,
    ]);
  });

  it('AS-05: a refresh token that was used meanwhile gives the same successor, else invalid_grant, and nobody is logged out', async () => {
    await save('RefreshToken', 'r2', { grantId: 'g2' });
    await save('Grant', 'g2');
    await run(consume('RefreshToken', 'r2', 'g2'));
    const refused = await run(consume('RefreshToken', 'r2', 'g2'));
    expect(refused.refusal).toMatchObject({ status: 400, error: 'invalid_grant' });
    joins = true;
    const told: boolean[] = [];
    const again = await run(() => {
      rotate('r2', 'made by the loser');
      currentUnit()?.add(artefacts().writes.upsert({ model: 'AccessToken', id: 'of the loser', payload: {} }));
      currentUnit()?.afterCommit(() => told.push(true));
    });
    expect([again.refusal, again.body, told]).toEqual([undefined, { access_token: 'made' }, [true]]);
    expect(await artefacts().find('Grant', 'g2')).toBeDefined();
    // What it made beside the rotation stands, the rotation is the winner's.
    expect(await artefacts().find('AccessToken', 'of the loser')).toBeDefined();
    expect(await artefacts().find('RefreshToken', 'made by the loser')).toBeUndefined();
  });

  it('AS-03: whoever joins a rotation with a proof that was used meanwhile gets nothing', async () => {
    await save('RefreshToken', 'r3', { grantId: 'g3' });
    await run(() => rotate('r3', 'its successor'));
    const seen = artefacts().writes.once({ model: 'ReplayDetection', id: 'jti of r3', expiresAtSeconds: inOneHour() });
    await storage.commit([seen]);
    joins = true;
    const ctx = await run(
      () => {
        rotate('r3', 'another successor');
        currentUnit()?.add(seen, true);
      },
      {},
      'a proof',
    );
    expect(ctx.refusal).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
    expect(errors).toEqual([]);
  });

  it('AS-03: each artefact that was used meanwhile has its own answer', async () => {
    const answers: [string, Partial<FakeContext>, string, number, string][] = [
      ['DeviceCode', {}, '', 400, 'invalid_grant'],
      ['PushedAuthorizationRequest', {}, '', 400, 'invalid_request_uri'],
      ['Interaction', {}, '', 400, 'interaction_finished'],
      ['ReplayDetection', {}, '', 400, 'invalid_request'],
      ['ReplayDetection', {}, 'a proof', 400, 'invalid_dpop_proof'],
      ['ReplayDetection', { oidc: { params: { client_assertion: 'a.b.c' }, entities: {} } }, '', 401, 'invalid_client'],
    ];
    for (const [model, changes, dpop, status, error] of answers) {
      failure = new LostRaceError(model);
      const ctx = await run(consume(model, 'x'), changes, dpop);
      expect([model, dpop, ctx.refusal?.status, ctx.refusal?.error]).toEqual([model, dpop, status, error]);
    }
    expect(errors).toEqual([]);
  });

  it('AS-16: a session that another tab renewed meanwhile is looked at again', async () => {
    failure = new LostRaceError('Session');
    const ctx = await run(consume('Session', 's'), { method: 'GET', url: '/auth?client_id=x' });
    expect([ctx.redirected, ctx.cookiesRemoved, ctx.refusal]).toEqual(['/auth?client_id=x', true, undefined]);
  });

  it('AS-09: a write that could not be stored is 503 with Retry-After, never a success', async () => {
    failure = new StorageUnavailableError('away');
    const ctx = await run(consume('AuthorizationCode', 'x'));
    expect(ctx.refusal).toMatchObject({ status: 503, error: 'temporarily_unavailable', retryAfterSeconds: 2 });
  });

  it('AS-09: a database that was away while the request ran is 503, even when the engine made another answer of it', async () => {
    const ctx = await run((context) => {
      const unit = currentUnit();
      if (unit) unit.unavailable = new StorageUnavailableError('full', 'not-written', 'full');
      context.status = 400;
      unit?.add(artefacts().writes.upsert({ model: 'Thing', id: 'away', payload: {} }), true);
    });
    expect(ctx.refusal).toMatchObject({
      status: 503,
      description: 'the database has no room left; try again in a moment',
    });
    expect(await artefacts().find('Thing', 'away')).toBeUndefined();
  });

  it('D3: the sentence of a 503 says what is the matter', async () => {
    const said = [];
    for (const reason of ['unreachable', 'read-only', 'full', 'busy', 'refused'] as const) {
      failure = new StorageUnavailableError('10.0.0.7 says no', 'not-written', reason);
      said.push((await run(consume('AuthorizationCode', 'x'))).refusal?.description);
    }
    expect(new Set(said).size).toBe(5);
    for (const sentence of said) expect(sentence).toMatch(/database|data at once/);
    expect(said.join()).not.toContain('10.0.0.7');
  });

  it('what nobody foresaw is 500, and logged', async () => {
    failure = new TypeError('a bug');
    const ctx = await run(consume('AuthorizationCode', 'x'));
    expect([ctx.refusal?.status, errors]).toEqual([500, [failure]]);
  });
});
