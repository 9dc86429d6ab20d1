import { ConflictError, createSealer, LostRaceError, openStorage, type Storage, type Write } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudit } from '../../../src/directory/audit/audit.ts';
import { createCommit } from '../../../src/directory/operations/commit.ts';
import { type Caller, eventOf, nothing, together, type Work } from '../../../src/directory/operations/work.ts';

const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5);
const operator: Caller = { actor: { type: 'operator', id: 'ann' } };
const user: Caller = {
  actor: { type: 'user', id: 'u1', act: ['client-2', 'client-1'] },
  origin: { requestId: 'r1', address: '192.0.2.1', userAgent: 'agent' },
};
/** What the database refuses. */
const broken: Write = { statements: [{ sql: 'insert into nowhere values (1)', parameters: [] }] };

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
});
afterEach(() => storage.close());

/** A commit whose database, stream and outbox are watched. */
function watched({ eventWrite }: { eventWrite?: Write } = {}) {
  const [units, lines, steps]: [Write[][], string[], string[]] = [[], [], []];
  const append: Storage['audit']['writes']['append'] = (...records) =>
    eventWrite ?? storage.audit.writes.append(...records);
  const audit = createAudit({
    storage: { ...storage, audit: { ...storage.audit, writes: { append } } },
    clock: () => nowMs,
    stream: {
      write(line) {
        lines.push(line);
        steps.push('stream');
      },
    },
  });
  const commit = createCommit({
    storage: {
      revisions: storage.revisions,
      async commit(writes) {
        units.push([...writes]);
        await storage.commit(writes);
        steps.push('committed');
      },
    },
    audit,
    wake: () => void steps.push('woken'),
  });
  return { commit, units, lines, steps };
}

const mail = (to: string): Write => storage.outbox.writes.add({ kind: 'mail', payload: { to }, keptSeconds: 60 });
const work: () => Work = () => ({
  writes: [mail('a@example.com')],
  events: [eventOf(operator, 'client.disabled', { clientId: 'c', target: { type: 'client', id: 'c' } })],
});
const waiting = () => storage.outbox.count();
const rows = () => storage.audit.list();

describe('the work of an operation', () => {
  it('is one commit with its record; then come the stream, the outbox, and what is too slow for a commit', async () => {
    const { commit, units, lines, steps } = watched();
    await commit({ ...work(), afterwards: async () => void steps.push('afterwards') });
    expect(units).toHaveLength(1);
    expect([await waiting(), (await rows()).length]).toEqual([1, 1]);
    expect(steps).toEqual(['committed', 'stream', 'woken', 'afterwards']);
    expect(lines).toEqual((await rows()).map(({ data }) => `${JSON.stringify(data)}\n`));
  });

  it('is not done when its record cannot be written', async () => {
    const { commit, lines, steps } = watched({ eventWrite: broken });
    await expect(commit({ ...work(), afterwards: async () => void steps.push('afterwards') })).rejects.toThrow();
    expect([await waiting(), await rows(), lines, steps]).toEqual([0, [], [], []]);
  });

  it.each([
    ['a write that comes second', () => storage.artefacts.writes.consume({ model: 'Code', id: 'gone' }), LostRaceError],
    ['a value that is taken', () => storage.accounts.writes.put({ id: 'b', login: 'ann', roles: [] }), ConflictError],
    ['a write that fails', () => broken, Error],
  ])('leaves no record when it is not done: %s', async (_what, refused, kind) => {
    await storage.commit([storage.accounts.writes.put({ id: 'a', login: 'ann', roles: [] })]);
    const { commit, lines, steps } = watched();
    const { writes, events } = work();
    await expect(commit({ writes: [...writes, refused()], events })).rejects.toBeInstanceOf(kind);
    expect([await waiting(), await rows(), lines, steps]).toEqual([0, [], [], []]);
  });

  it('goes together with more in one commit, in its order', async () => {
    const { commit, units, steps } = watched();
    const step = (name: string) => async () => void steps.push(name);
    const second: Work = { writes: [mail('b@example.com')], events: [eventOf(user, 'api_key.revoked')] };
    await commit(together({ ...work(), afterwards: step('one') }, nothing, { ...second, afterwards: step('two') }));
    expect(units).toHaveLength(1);
    expect(await waiting()).toBe(2);
    expect((await rows()).map(({ type }) => type).toSorted()).toEqual(['api_key.revoked', 'client.disabled']);
    expect(steps.slice(-2)).toEqual(['one', 'two']);
  });

  it('costs nothing when there is nothing to do', async () => {
    const { commit, units, steps } = watched();
    await commit(nothing);
    await commit(together(nothing, nothing));
    expect([units, steps]).toEqual([[], []]);
  });

  it('is recorded in one format, whoever calls it', async () => {
    const { commit } = watched();
    const details = {
      subject: 'u1',
      clientId: 'c',
      sessionId: 's',
      grantId: 'g',
      target: { type: 'api_key', id: 'k' },
      changed: ['name'],
      ended: ['tokens'],
    };
    await commit({ writes: [], events: [eventOf(user, 'api_key.revoked', details)] });
    await commit({ writes: [], events: [eventOf(operator, 'api_key.revoked', details)] });
    const all = (await rows()).map(({ data }) => data);
    const by = (type: string) => all.filter(({ actor }) => (actor as { type: string }).type === type);
    const common = {
      time: '2026-01-02T03:04:05.000Z',
      event: 'api_key.revoked',
      outcome: 'success',
      subject: 'u1',
      client_id: 'c',
      session_id: expect.stringMatching(/^[\w-]{43}$/u),
      grant_id: expect.stringMatching(/^[\w-]{43}$/u),
      target: { type: 'api_key', id: 'k' },
      changed: ['name'],
      ended: ['tokens'],
    };
    expect(by('user')).toEqual([
      {
        ...common,
        actor: { type: 'user', id: 'u1' },
        act: ['client-2', 'client-1'],
        request_id: 'r1',
        ip: '192.0.2.1',
        user_agent: 'agent',
      },
    ]);
    expect(by('operator')).toEqual([{ ...common, actor: { type: 'operator', id: 'ann' } }]);
  });
});
