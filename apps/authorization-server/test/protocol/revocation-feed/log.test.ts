import type { RevocationRecord } from '@gatehouse/storage';
import { expect, it } from '@jest/globals';
import { createRevocationLog } from '../../../src/protocol/revocation-feed/log.ts';

/** Commits of one database, each with one revocation. */
const commits = (stamp: string, from: number, to: number): RevocationRecord[] =>
  Array.from({ length: to - from + 1 }, (_, n) => ({
    id: Buffer.alloc(32, `${stamp}${from + n}`),
    version: from + n,
    stamp,
    expiresAtSeconds: 100,
  }));

const headOf = (records: readonly RevocationRecord[]) => ({
  version: records.at(-1)?.version ?? 0,
  stamp: records.at(-1)?.stamp,
});
const newsOf = (records: readonly RevocationRecord[], version: number) => ({
  head: headOf(records),
  records: records.filter((record) => record.version > version),
});

/** What an instance knows of a table that is replaced by another one. */
function instance(start: RevocationRecord[]) {
  let records = start;
  const revocations = {
    head: async () => headOf(records),
    since: async (version: number) => newsOf(records, version),
  };
  const storage = { revocations } as unknown as Parameters<typeof createRevocationLog>[0]['storage'];
  const log = createRevocationLog({ storage, clock: () => 0, onNew: () => undefined });
  return {
    log,
    become: async (now: RevocationRecord[]) => {
      records = now;
      await log.refresh();
      return log.after(undefined).map(({ version }) => version);
    },
  };
}

it('a failover that lost commits, and more than that many since: what took their numbers is known too', async () => {
  const first = commits('a', 1, 3);
  const { log, become } = instance(first);
  await become(first);
  const { cursor } = log.head;
  expect(await become([...first.slice(0, 1), ...commits('b', 2, 5)])).toEqual([1, 2, 3, 4, 5]);
  expect(log.versionOf(cursor)).toBeUndefined();
});

it('what a server said that was replaced a moment later stands for nothing that was not read', async () => {
  const all = commits('a', 1, 3);
  let records = all;
  const revocations = {
    head: async () => headOf(all),
    since: async (version: number) => newsOf(records, version),
  };
  const storage = { revocations } as unknown as Parameters<typeof createRevocationLog>[0]['storage'];
  const log = createRevocationLog({ storage, clock: () => 0, onNew: () => undefined });
  records = all.slice(0, 1);
  await log.refresh();
  expect(log.head.version).toBe(1);
  records = all;
  await log.refresh();
  expect(log.after(undefined).map(({ version }) => version)).toEqual([1, 2, 3]);
});

it('a number that nothing is left of may be taken by another commit', async () => {
  let records: RevocationRecord[] = [];
  let stamp: string | undefined;
  const revocations = {
    head: async () => ({ version: 7, stamp }),
    since: async (version: number) => ({ ...newsOf(records, version), head: { version: 7, stamp } }),
  };
  const storage = { revocations } as unknown as Parameters<typeof createRevocationLog>[0]['storage'];
  const log = createRevocationLog({ storage, clock: () => 0, onNew: () => undefined });
  await log.refresh();
  const { cursor } = log.head;
  expect(log.versionOf(cursor)).toBe(7);
  records = commits('b', 6, 7);
  stamp = 'b';
  await log.refresh();
  expect(log.after(undefined).map(({ version }) => version)).toEqual([6, 7]);
  expect(log.versionOf(cursor)).toBeUndefined();
});

it('what is known is not read twice', async () => {
  const first = commits('a', 1, 3);
  const { log, become } = instance(first);
  await become(first);
  const { cursor } = log.head;
  expect(await become([...first, ...commits('b', 4, 4)])).toEqual([1, 2, 3, 4]);
  expect(log.after(log.versionOf(cursor))).toMatchObject([{ version: 4 }]);
});

it('what is committed while another read goes on is known to those who heard of it', async () => {
  let records = commits('a', 1, 1);
  const heads: (() => void)[] = [];
  const revocations = {
    head: async () => {
      const head = { version: records.length, stamp: 'a' };
      await new Promise<void>((resolve) => heads.push(resolve));
      return head;
    },
    since: async (version: number) => newsOf(records, version),
  };
  const storage = { revocations } as unknown as Parameters<typeof createRevocationLog>[0]['storage'];
  const log = createRevocationLog({ storage, clock: () => 0, onNew: () => undefined });
  const first = log.refresh();
  heads.shift()?.();
  await first;
  const earlier = log.refresh();
  records = commits('a', 1, 2);
  const heard = [log.refresh(), log.refresh()];
  heads.shift()?.();
  await earlier;
  while (heads.length === 0) await new Promise(setImmediate);
  heads.shift()?.();
  await Promise.all(heard);
  expect(log.after(undefined).map(({ version }) => version)).toEqual([1, 2]);
  expect(heads).toEqual([]);
});
