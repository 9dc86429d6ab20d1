/** What of an answer is remembered, and for how long. */
import { describe, expect, it } from '@jest/globals';
import { createRememberedAnswers } from '../../../src/protocol/endpoints/remembered-answers.ts';
import { noteClient, runInUnit, UnitOfWork } from '../../../src/protocol/engine/unit-of-work.ts';

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/** Asks userinfo twice. @returns how often the answer was made */
async function timesMade(
  token: { exp: number; isSenderConstrained(): boolean },
  {
    expiresAt = inSeconds(60),
    laterMs = 0,
    body = {},
    write = false,
    row = {},
    found = [{}],
  }: {
    expiresAt?: number;
    laterMs?: number;
    body?: unknown;
    write?: boolean;
    row?: object;
    /** The client as it is found at each look of the first request, and for good in the end. */
    found?: readonly object[];
  } = {},
): Promise<number> {
  const start = Date.now();
  let nowMs = start;
  let made = 0;
  const answer = createRememberedAnswers({
    storage: { reads: { observe: () => undefined, areRepeated: async () => true } },
    clients: { find: async () => found.at(-1) } as never,
    clock: () => nowMs,
  });
  for (let request = 0; request < 2; request += 1) {
    const ctx = {
      method: 'GET',
      path: '/me',
      querystring: '',
      headers: { authorization: 'Bearer x' },
      status: 200,
      body: undefined as unknown,
      response: { is: () => 'json' },
      oidc: { route: 'userinfo', entities: { AccessToken: token } },
    };
    const unit = new UnitOfWork();
    await runInUnit(unit, () =>
      answer(ctx as never, async () => {
        made += 1;
        for (const client of found) await noteClient('a-client', async () => client);
        unit.sources?.reads.push({ sql: '', parameters: [], rows: [{ ...row, expires_at: expiresAt }] });
        if (write) unit.add({ statements: [] });
        ctx.body = body;
      }),
    );
    nowMs = start + laterMs;
  }
  return made;
}

const bearer = { exp: inSeconds(60), isSenderConstrained: () => false };

describe('an answer of userinfo', () => {
  it('is given again, until its token or anything it was made of expires', async () => {
    expect(await timesMade(bearer)).toBe(1);
    expect(await timesMade(bearer, { laterMs: 9000 })).toBe(1);
    expect(await timesMade(bearer, { laterMs: 10_000 })).toBe(2);
    expect(await timesMade({ ...bearer, exp: inSeconds(3) }, { laterMs: 3000 })).toBe(2);
    expect(await timesMade(bearer, { expiresAt: inSeconds(3), laterMs: 3000 })).toBe(2);
  });

  it('is made each time where a proof of possession is needed, when something was written, and when it is no JSON', async () => {
    expect(await timesMade({ ...bearer, isSenderConstrained: () => true })).toBe(2);
    expect(await timesMade(bearer, { write: true })).toBe(2);
    expect(await timesMade(bearer, { body: 'a.b.c' })).toBe(2);
  });

  it('is made again when the client changed while it was made', async () => {
    const client = {};
    expect(await timesMade(bearer, { found: [client, client] })).toBe(1);
    expect(await timesMade(bearer, { found: [client, {}] })).toBe(2);
  });

  it('is made again when the clock was set back', async () => {
    expect(await timesMade(bearer, { laterMs: -1 })).toBe(2);
  });

  it('is made each time when it would take much memory', async () => {
    const [long, longer] = ['x'.repeat(30_000), 'x'.repeat(40_000)];
    expect(await timesMade(bearer, { body: { long } })).toBe(1);
    expect(await timesMade(bearer, { body: { longer } })).toBe(2);
    expect(await timesMade(bearer, { row: { payload: Buffer.from(longer) } })).toBe(2);
    expect(await timesMade(bearer, { row: { claims: long }, body: { long } })).toBe(2);
  });
});
