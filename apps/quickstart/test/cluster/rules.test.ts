import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { type Given, historyOf, Journal, type JournalEvent, type Note, nameOf, readJournal } from './journal.ts';
import { judge, type Promises } from './rules.ts';

const promises: Promises = { retrySeconds: 10, feedSeconds: 2, codeSeconds: 60 };

/** Writes a history down, a tenth of a second for each answer. Times are in seconds. */
class Story {
  readonly events: JournalEvent[] = [];
  readonly notes: Note[] = [];
  #now = 0;

  /** @param more `at` is where it was shown, `until` when it was answered */
  add(
    act: JournalEvent['act'],
    uses: string | undefined,
    result: JournalEvent['result'],
    more: Partial<JournalEvent> & { when?: number; took?: number } = {},
  ): this {
    const { when = this.#now, took = 0.1, ...rest } = more;
    this.#now = Math.max(this.#now, when + took);
    const status = { ok: 200, no: 400, unknown: 503 }[result];
    this.events.push({
      id: this.events.length,
      chain: 'chain',
      act,
      uses,
      result,
      status,
      asked: when * 1000,
      answered: (when + took) * 1000,
      ...rest,
    });
    return this;
  }

  note(note: Note): this {
    this.notes.push(note);
    return this;
  }

  calm(at: number): this {
    this.#now = at;
    return this.note({ note: 'calm', at: at * 1000, name: '' });
  }

  judged = () => judge({ events: this.events, notes: this.notes }, promises);
  rules = () => this.judged().violations.map(({ rule }) => rule);
}

const grant = 'code:1';
const refresh = (number: number): Given => ({ name: `refresh:${number}`, kind: 'refresh', grant });
const access = (number: number): Given => ({ name: `access:${number}`, kind: 'access', grant, expires: 300_000 });

/** A sign-in with its tokens: refresh:1 and access:1 of the grant code:1. */
const signedIn = () =>
  new Story()
    .add('issue', undefined, 'ok', { gives: [{ name: 'sign-in:1', kind: 'sign-in' }] })
    .add('step', 'sign-in:1', 'ok', {
      gives: [
        { name: grant, kind: 'code' },
        { name: 'session:1', kind: 'session' },
      ],
    })
    .add('redeem', grant, 'ok', { gives: [refresh(1), access(1)] });

const refreshed = () => signedIn().add('refresh', 'refresh:1', 'ok', { gives: [refresh(2), access(2)] });

const revoked = () => refreshed().add('revoke', grant, 'ok', { when: 5 });

/** All that was acknowledged is good at the end. */
const seenAtTheEnd = (story: Story, ...left: string[]) => {
  story.calm(30);
  const all: [JournalEvent['act'], string, Partial<JournalEvent>][] = [
    ['use', 'session:1', { at: 'session' }],
    ['use', 'access:1', { at: 'api' }],
    ['use', 'access:2', { at: 'api' }],
    ['refresh', 'refresh:2', { gives: [refresh(3)] }],
  ];
  for (const [act, uses, more] of all) if (!left.includes(uses)) story.add(act, uses, 'ok', more);
  return story;
};

describe('the rules of a history', () => {
  it('let a good one pass, with lost answers repeated and what was revoked refused', () => {
    const story = signedIn()
      .add('refresh', 'refresh:1', 'unknown')
      .add('refresh', 'refresh:1', 'ok', { when: 5, gives: [refresh(2), access(2)] })
      .add('issue', undefined, 'ok', { gives: [{ name: 'access:9', kind: 'access', expires: 300_000 }] })
      .add('revoke', 'access:9', 'ok', { when: 6 })
      .add('use', 'access:9', 'ok', { at: 'api', when: 7 })
      .add('use', 'access:9', 'no', { at: 'api', when: 8.5 });
    const judged = seenAtTheEnd(story).add('use', 'access:9', 'no', { at: 'api' }).judged();
    expect(judged).toEqual({ violations: [], restarts: [], overdue: [], acceptances: [{ at: 7000, seconds: 0.9 }] });
  });

  it.each<[string, () => Story]>([
    ['a refresh token is refused', () => refreshed().add('refresh', 'refresh:2', 'no')],
    [
      'a refresh is refused that is repeated in time',
      () => signedIn().add('refresh', 'refresh:1', 'unknown').add('refresh', 'refresh:1', 'no'),
    ],
    ['an opaque access token is refused', () => signedIn().add('use', 'access:1', 'no', { at: 'userinfo' })],
    ['an API refuses a good token', () => signedIn().add('use', 'access:1', 'no', { at: 'api' })],
    [
      'a code is refused',
      () =>
        signedIn()
          .add('step', 'sign-in:1', 'ok', { gives: [{ name: 'code:2', kind: 'code' }] })
          .add('redeem', 'code:2', 'no'),
    ],
    ['a session is refused', () => signedIn().add('use', 'session:1', 'no', { at: 'session' })],
    [
      'a sign-in cannot go on',
      () =>
        signedIn()
          .add('issue', undefined, 'ok', { gives: [{ name: 'sign-in:2', kind: 'sign-in' }] })
          .add('step', 'sign-in:2', 'no'),
    ],
    ['something is refused that nobody was given', () => signedIn().add('refresh', 'refresh:7', 'no')],
    [
      'a token is refused before its revocation was asked for',
      () => signedIn().add('use', 'access:1', 'no', { at: 'api' }).add('revoke', grant, 'ok', { when: 1 }),
    ],
    ['nobody looked at a refresh token at the end', () => seenAtTheEnd(refreshed(), 'refresh:2')],
    ['nobody looked at an access token at the end', () => seenAtTheEnd(refreshed(), 'access:1')],
    ['nobody looked at a session at the end', () => seenAtTheEnd(refreshed(), 'session:1')],
  ])('say "lost" when %s', (_what, story) => {
    expect(story().rules()).toEqual(['lost']);
  });

  it.each<[string, () => Story]>([
    [
      'a code is redeemed twice',
      () => signedIn().add('redeem', grant, 'ok', { gives: [{ ...refresh(8), grant: 'other' }] }),
    ],
    [
      'a refresh token has two successors',
      () => refreshed().add('refresh', 'refresh:1', 'ok', { gives: [refresh(5)] }),
    ],
    [
      'a refresh is answered again after its window',
      () => refreshed().add('refresh', 'refresh:1', 'ok', { when: 20, gives: [refresh(2)] }),
    ],
    [
      'two tokens have the same successor',
      () => refreshed().add('refresh', 'refresh:2', 'ok', { gives: [refresh(2)] }),
    ],
  ])('say "doubled" when %s', (_what, story) => {
    expect(story().rules()).toEqual(['doubled']);
  });

  it.each<[string, () => Story]>([
    [
      'a refresh token of a revoked grant is taken',
      () => revoked().add('refresh', 'refresh:2', 'ok', { gives: [refresh(3)] }),
    ],
    [
      'introspection calls a revoked token active',
      () => revoked().add('use', 'access:2', 'ok', { at: 'introspection' }),
    ],
    ['userinfo takes a revoked token', () => revoked().add('use', 'access:2', 'ok', { at: 'userinfo' })],
    ['a revoked token is exchanged', () => revoked().add('exchange', 'access:2', 'ok')],
    [
      'an API takes a revoked token longer than promised',
      () => revoked().add('use', 'access:2', 'ok', { at: 'api', when: 7.2 }),
    ],
    [
      'a gateway takes a revoked token longer than promised',
      () => revoked().add('use', 'access:2', 'ok', { at: 'gateway', when: 7.2 }),
    ],
    [
      'an API takes it longer than promised after an outage',
      () =>
        revoked()
          .note({ note: 'outage', at: 6000, until: 20_000 })
          .add('use', 'access:2', 'ok', { at: 'api', when: 21.2 }),
    ],
    [
      'an outage before the revocation is the excuse',
      () =>
        revoked()
          .note({ note: 'outage', at: 1000, until: 4000 })
          .add('use', 'access:2', 'ok', { at: 'api', when: 7.2 }),
    ],
  ])('say "accepted" when %s', (_what, story) => {
    expect(story().rules()).toEqual(['accepted']);
  });

  it('want a look at what was revoked, at the end', () => {
    const story = revoked().calm(30).add('use', 'session:1', 'ok', { at: 'session' });
    for (const name of ['access:1', 'refresh:2']) story.add('use', name, 'no', { at: 'introspection' });
    expect(story.judged().violations).toEqual([
      { rule: 'accepted', text: 'nobody looked whether access:2 is refused at the end', at: expect.any(Number) },
    ]);
  });

  it('excuse what follows from lost answers, and count it', () => {
    const story = signedIn()
      .add('issue', undefined, 'ok', { gives: [{ name: 'sign-in:2', kind: 'sign-in' }] })
      .add('step', 'sign-in:2', 'unknown')
      .add('step', 'sign-in:2', 'no')
      .add('refresh', 'refresh:1', 'unknown')
      .add('refresh', 'refresh:1', 'no', { when: 20 })
      .add('use', 'access:1', 'no', { at: 'userinfo' });
    const { restarts, overdue, ...others } = story.judged();
    expect(others).toEqual({ violations: [], acceptances: [] });
    expect([restarts, overdue]).toEqual([[expect.any(Number)], [20_000]]);
  });

  it('excuse no API by outages for ever', () => {
    const story = revoked();
    for (const at of [6000, 8000, 10_000]) story.note({ note: 'outage', at, until: at + 1000 });
    expect(story.add('use', 'access:2', 'ok', { at: 'api', when: 8.9 }).rules()).toEqual([]);
    expect(story.add('use', 'access:2', 'ok', { at: 'api', when: 9.3 }).rules()).toEqual(['accepted']);
  });

  it('excuse an API for as long as it could hear of nothing', () => {
    const story = revoked()
      .note({ note: 'outage', at: 6000, until: 20_000 })
      .add('use', 'access:2', 'ok', { at: 'api', when: 20.9 });
    expect(story.rules()).toEqual([]);
  });
});

describe('the journal', () => {
  it('gives back what was written, and calls unknown what has no answer or half of one', async () => {
    const { path: directory, remove } = await temporaryDirectory();
    try {
      const path = join(directory, 'journal.jsonl');
      const journal = await Journal.open(path);
      const request = (uses: string) => ({ id: journal.nextId(), chain: 'a', act: 'refresh', uses, asked: 1 }) as const;
      const [first, second] = [request('refresh:1'), request('refresh:2')];
      await Promise.all([journal.write(first), journal.write(second)]);
      await journal.write({ id: first.id, answered: 2, result: 'ok', status: 200, gives: [refresh(3)] });
      await journal.close();
      await appendFile(path, `{"id":${second.id},"answered":3,"resu`);
      const { events } = await readJournal(path);
      expect(events.map(({ result, answered }) => [result, answered])).toEqual([
        ['ok', 2],
        ['unknown', Number.POSITIVE_INFINITY],
      ]);
      expect(events).toEqual(
        historyOf([first, { id: first.id, answered: 2, result: 'ok', status: 200, gives: [refresh(3)] }, second])
          .events,
      );
    } finally {
      await remove();
    }
  });

  it('names artefacts without saying them', () => {
    expect(nameOf('refresh', 'secret')).toMatch(/^refresh:[\w-]{22}$/u);
    expect(nameOf('refresh', 'secret')).not.toContain('secret');
  });
});
