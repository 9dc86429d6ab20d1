import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { eventually, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listAudit } from '../../src/cli/audit.ts';
import { UsageError } from '../../src/cli/failure.ts';
import { momentOf } from '../../src/cli/moment.ts';
import { gatehouse, startCommand } from './command.ts';

const key = Buffer.alloc(32, 3);
const startMs = Date.parse('2026-11-22T12:00:00Z');
const alice = randomUUID();
const gone = randomUUID();
const operator = { type: 'operator', id: 'ann' };

let directory: TemporaryDirectory;
let storage: Storage;
let env: Record<string, string>;
let nowMs = startMs;

interface Told {
  readonly event: string;
  readonly outcome?: string;
  readonly subject?: string;
  readonly client_id?: string;
}

/** A record a minute. */
async function record(data: Told & Record<string, unknown>): Promise<void> {
  const { event: type, subject: accountId, client_id: clientId } = data;
  const time = new Date(nowMs).toISOString();
  await storage.commit([
    storage.audit.writes.append({ type, accountId, clientId, data: { time, outcome: 'success', ...data } }),
  ]);
  nowMs += 60_000;
}

beforeAll(async () => {
  directory = await temporaryDirectory();
  const url = `sqlite:${path.join(directory.path, 'database.sqlite')}`;
  env = {
    GATEHOUSE_DATABASE_URL: url,
    GATEHOUSE_STATE_DIRECTORY: directory.path,
    GATEHOUSE_ENCRYPTION_KEYS: key.toString('base64url'),
    GATEHOUSE_TLS: 'false',
  };
  storage = await openStorage({ url, sealer: createSealer([key]), clock: () => nowMs });
  await storage.commit([storage.accounts.writes.put({ id: alice, login: 'alice', name: 'Alice' })]);
  await record({ event: 'user.added', subject: alice, actor: operator, target: { type: 'user', id: alice } });
  await record({ event: 'sign_in.password', outcome: 'failure', reason: 'wrong_password', subject: alice, ip: '::1' });
  await record({ event: 'sign_in.completed', subject: alice, client_id: 'shop', actor: { type: 'user', id: alice } });
  await record({ event: 'key.rotated', actor: operator, target: { type: 'key', id: 'token' }, changed: ['k1', 'k2'] });
  await record({ event: 'user.deleted', actor: operator, subject: gone, target: { type: 'user', id: gone } });
});
afterAll(async () => {
  await storage?.close();
  await directory?.remove();
});

const list = (...words: string[]) => gatehouse(['audit', 'list', ...words], env);

/** The events of the records that a command prints. */
async function events(...words: string[]): Promise<unknown[]> {
  const { code, stdout, stderr } = await list(...words, '--json');
  expect({ words, code, stderr }).toEqual({ words, code: 0, stderr: '' });
  return (JSON.parse(stdout) as Told[]).map(({ event }) => event);
}

describe('gatehouse audit list', () => {
  it('says when, what, how it ended, and who did it to whom, in the order of time', async () => {
    expect((await list()).stdout.split('\n')).toEqual([
      '2026-11-22T12:00:00.000Z  user.added                success  user alice, by operator ann',
      '2026-11-22T12:01:00.000Z  sign_in.password          failure  user alice, from ::1: wrong_password',
      '2026-11-22T12:02:00.000Z  sign_in.completed         success  user alice, client shop',
      '2026-11-22T12:03:00.000Z  key.rotated               success  key token, changed k1 k2, by operator ann',
      `2026-11-22T12:04:00.000Z  user.deleted              success  user ${gone}, by operator ann`,
      '',
    ]);
  });

  it('filters by time, event, user and client, and takes the newest', async () => {
    const [between, kinds, ofAlice, ofGone, ofShop, newest, none, nobody] = await Promise.all([
      events('--since', '2026-11-22T12:01:00Z', '--until', '2026-11-22T13:03:00+01:00'),
      events('--action', 'sign_in.*', 'user.deleted'),
      events('--user', 'Alice', '--action', 'user.*'),
      events('--user', gone),
      events('--client', 'shop'),
      events('--limit', '2', '--reverse'),
      list('--client', 'nobody'),
      list('--user', 'nobody'),
    ]);
    expect(between).toEqual(['sign_in.password', 'sign_in.completed']);
    expect(kinds).toEqual(['sign_in.password', 'sign_in.completed', 'user.deleted']);
    expect([ofAlice, ofGone, ofShop]).toEqual([['user.added'], ['user.deleted'], ['sign_in.completed']]);
    expect(newest).toEqual(['user.deleted', 'key.rotated']);
    expect(none).toMatchObject({ code: 0, stdout: 'nothing to show\n' });
    expect(nobody).toMatchObject({ code: 1, stdout: '', stderr: /nobody with the login nobody/u });
  });

  it.each([
    [{ since: 'yesterday' }, /--since takes "now", an age such as 30m/u],
    [{ action: ['user.disable'] }, /did you mean user\.disabled\?$/u],
    [{ action: ['nothing.*'] }, /--action takes events such as/u],
    [{ limit: '0' }, /--limit takes a whole number from 1/u],
    [{ since: '1h', until: '2h' }, /nothing is between them/u],
    [{ follow: true, reverse: true }, /--follow shows what comes/u],
  ])('says what is wrong with %j', (words, says) => {
    const wrong = () => listAudit({ limit: '100', ...words });
    expect(wrong).toThrow(UsageError);
    expect(wrong).toThrow(says);
  });

  it('follows what comes, a JSON document a line, until nobody reads', async () => {
    nowMs = Date.now();
    const child = startCommand(['audit', 'list', '--follow', '--limit', '1', '--json'], env);
    try {
      let text = '';
      child.stdout?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      const seen = () => text.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as Told).event]));
      await eventually(() => seen().length === 1);
      await record({ event: 'client.added', client_id: 'shop' });
      await record({ event: 'client.removed', client_id: 'shop' });
      await eventually(() => seen().length === 3);
      expect(seen()).toEqual(['user.deleted', 'client.added', 'client.removed']);
      const closed = once(child, 'close');
      child.stdout?.destroy();
      await record({ event: 'client.added', client_id: 'shop' });
      expect((await closed)[0]).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('says of an upstream provider which connection and issuer it is, and what was wrong, on one line', async () => {
    const since = new Date(nowMs).toISOString();
    const target = { type: 'connection', id: 'corp' };
    const failed = { event: 'sign_in.upstream', outcome: 'failure', client_id: 'shop', target, ip: '::1' };
    const said = 'the provider calls itself\nhttps://corp.example/';
    await record({ ...failed, reason: 'misconfigured', explanation: said });
    await record({ ...failed, reason: 'invalid_answer', explanation: 'x'.repeat(5000) });
    await record({ event: 'identity.linked', subject: alice, target, issuer: 'https://corp.example' });
    await record({
      event: 'connection.changed',
      actor: operator,
      target,
      changed: ['enabled'],
      explanation: 'ticket 7',
    });
    const [misconfigured, long, linked, changed, ...more] = (await list('--since', since)).stdout.split('\n');
    expect(misconfigured).toMatch(
      /failure {2}connection corp, client shop, from ::1: misconfigured \(the provider calls itself.+https:\/\/corp\.example\/\)$/u,
    );
    expect(long).toMatch(/: invalid_answer \(x{200}…\)$/u);
    expect(linked).toMatch(/success {2}connection corp, user alice, issuer https:\/\/corp\.example$/u);
    expect(changed).toMatch(/connection corp, changed enabled, by operator ann \(ticket 7\)$/u);
    expect(more).toEqual(['']);
  });
});

describe('a moment', () => {
  const seconds = startMs / 1000;
  it.each([
    ['now', seconds],
    ['90s', seconds - 90],
    ['30m', seconds - 1800],
    ['2h', seconds - 7200],
    ['7d', seconds - 604_800],
    ['2026-11-22', seconds - 43_200],
    ['2026-11-22T11:59', seconds - 60],
    ['2026-11-22T12:00:00.500Z', seconds + 0.5],
    ['2026-11-22T13:00:00+01:00', seconds],
  ])('%s is understood; without a zone it is UTC', (text, expected) => {
    expect(momentOf('--since', text, startMs)).toBe(expected);
  });

  it.each(['', 'soon', '1w', '-2h', '2026-11-31x', '2026-13-01', '2026-11-22T25:00:00Z', '22.11.2026', '1764000000'])(
    '"%s" is not',
    (text) => {
      expect(() => momentOf('--since', text, startMs)).toThrow(/--since takes "now"/u);
    },
  );
});
