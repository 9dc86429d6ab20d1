import { allEntries, answerOf } from '@gatehouse/admin-client';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventOf } from '../../src/directory/operations/work.ts';
import { type ApiUnderTest, caller, createApi } from './api.ts';

const operator = (requestId: string) => ({
  actor: { type: 'user', id: 'operator-1' } as const,
  origin: { requestId, address: '192.0.2.1', userAgent: 'test' },
});

let under: ApiUnderTest;
let aheadMs = 0;
beforeEach(async () => {
  aheadMs = 0;
  under = await createApi({ clock: () => Date.now() + aheadMs });
  for (const [index, id] of ['a', 'b', 'c'].entries()) {
    // eslint-disable-next-line no-await-in-loop -- one after the other
    await under.context.commit({
      writes: [],
      events: [
        eventOf(operator(`request-${index}`), 'client.changed', { target: { type: 'client', id }, clientId: id }),
        eventOf(operator(`request-${index}`), 'user.unlocked', { target: { type: 'user', id }, subject: id }),
      ],
    });
  }
});
afterEach(() => under.close());

const search = (query: Record<string, unknown>) => under.as().GET('/audit', { params: { query: query as never } });
const targets = async (query: Record<string, unknown>) =>
  answerOf(await search(query))
    .items.map(({ event, target }) => `${event} ${target?.id}`)
    .toSorted();

describe('ADM-08 audit records', () => {
  test('are found by event, by all events that begin so, by user, client, target and order', async () => {
    expect(await targets({ event: 'user.unlocked', order: 'oldest' })).toEqual([
      'user.unlocked a',
      'user.unlocked b',
      'user.unlocked c',
    ]);
    expect(await targets({ event: ['client.*', 'user.unlocked'], user: 'b' })).toEqual(['user.unlocked b']);
    expect(await targets({ client: 'c' })).toEqual(['client.changed c']);
    expect(await targets({ target_type: 'client', target_id: 'a' })).toEqual(['client.changed a']);
    expect(await targets({ actor: 'nobody' })).toEqual([]);
    expect(await targets({ outcome: 'failure' })).toEqual([]);
  });

  test('come page by page, in both directions', async () => {
    for (const order of ['newest', 'oldest'] as const) {
      // eslint-disable-next-line no-await-in-loop -- one after the other
      const all = await allEntries(async (query) =>
        answerOf(await under.as().GET('/audit', { params: { query: { ...query, limit: 2, order } } })),
      );
      expect(new Set(all.map(({ id }) => id)).size).toBe(6);
      const ids = all.map(({ id }) => id);
      expect(ids).toEqual(order === 'oldest' ? ids.toSorted() : ids.toSorted().toReversed());
    }
  });

  test.each([
    [{ event: 'user.nothing' }, 'event'],
    [{ target_id: 'a' }, 'target_type'],
    [{ since: 'yesterday' }, 'since'],
    [{ limit: 201 }, 'limit'],
    [{ cursor: 'mine' }, 'cursor'],
  ])('a search that cannot be meant is refused: %j', async (query, parameter) => {
    const { response, error } = await search(query);
    expect([response.status, error?.errors?.[0]?.parameter]).toEqual([400, parameter]);
  });

  test('everything that one request did is on one page, oldest first', async () => {
    const { data } = await under
      .as()
      .GET('/audit/requests/{request_id}', { params: { path: { request_id: 'request-1' } } });
    expect(data?.items.map(({ event }) => event).toSorted()).toEqual(['client.changed', 'user.unlocked']);
  });

  test('are exported as lines, and the cursor leads on to what comes later', async () => {
    const pull = async (cursor?: string) => {
      const answer = await under.api.handle({
        method: 'GET',
        path: '/audit/export',
        query: new URLSearchParams({ limit: '4', ...(cursor !== undefined && { cursor }) }),
        header: () => undefined,
        body: undefined,
        caller: caller(),
      });
      const lines = String(answer.body).split('\n').filter(Boolean);
      return {
        answer,
        lines: lines.map((line) => JSON.parse(line) as { id: string }),
        cursor: answer.headers['cursor'],
      };
    };
    expect((await pull()).lines).toEqual([]);
    aheadMs = 20_000;
    const first = await pull();
    expect(first.answer.headers['content-type']).toBe('application/x-ndjson');
    const second = await pull(first.cursor);
    const third = await pull(second.cursor);
    expect([first.lines.length, second.lines.length, third.lines.length]).toEqual([4, 2, 0]);
    await under.context.commit({
      writes: [],
      events: [eventOf(operator('later'), 'client.changed', { target: { type: 'client', id: 'd' } })],
    });
    expect((await pull(third.cursor)).lines).toMatchObject([{ event: 'client.changed', request_id: 'later' }]);
  });
});

describe('ADM-09 the outbox', () => {
  test('shows what waits and not what it says; an operator has it tried at once, or gives it up', async () => {
    const { outbox } = under.storage;
    await under.storage.commit([
      outbox.writes.add({
        kind: 'mail',
        payload: { to: 'alice@example.com', link: 'https://secret' },
        keptSeconds: 60,
      }),
      outbox.writes.add({ kind: 'mail', payload: { to: 'bob@example.com' }, keptSeconds: 60 }),
    ]);
    const { data } = await under.as().GET('/outbox', { params: { query: { kind: 'mail' } } });
    expect(JSON.stringify(data)).not.toMatch(/alice|secret/u);
    const [first, second] = data?.items ?? [];
    const drop = (id = '', headers = {}) =>
      under.as().POST('/outbox/{id}/drop', { params: { path: { id }, header: headers as never } });
    expect((await drop(first?.id, { Prefer: 'dry-run' })).response.status).toBe(200);
    expect((await drop(first?.id)).response.status).toBe(204);
    expect((await drop(first?.id)).response.status).toBe(404);
    const retried = await under.as().POST('/outbox/{id}/retry', { params: { path: { id: second?.id ?? '' } } });
    expect(retried.response.status).toBe(204);
    const recorded = await under.storage.audit.list({ type: ['outbox.retried', 'outbox.dropped'] });
    expect(recorded.map(({ type }) => type).toSorted()).toEqual(['outbox.dropped', 'outbox.retried']);
    expect(await outbox.count()).toBe(1);
  });
});
