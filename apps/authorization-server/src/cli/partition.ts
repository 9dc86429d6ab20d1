/** `gatehouse migrate partition`: dividing the table of tokens and sessions, while servers run. */
import type { PartitionProgress, PartitionStatus, Storage } from '@gatehouse/storage';
import { confirmed } from './confirmation.ts';
import { printDone } from './output.ts';
import { UsageError } from './refused.ts';
import { withStorage } from './settings.ts';

interface Options {
  readonly by?: string;
  readonly dryRun?: boolean;
  readonly cancel?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const MOST = 1024;
const PROGRESS_MS = 2000;

/** @throws {UsageError} */
function countOf(text: string | undefined): number {
  const count = Number(text);
  if (text === undefined || !/^\d{1,4}$/u.test(text) || count < 1 || count > MOST || (count & (count - 1)) !== 0)
    throw new UsageError(`--by is a power of two from 2 to ${MOST}, or 1 for one table again; 16 is a good beginning`);
  return count;
}

/** Bytes for people. */
export const sizeOf = (bytes: number): string =>
  bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;

const rowsOf = (rows: number): string => `about ${Math.round(rows).toLocaleString('en')} rows`;

/** What it takes, a line each. */
const needsOf = ({ rows, bytes, underWay }: PartitionStatus, count: number): string[] => [
  `artefacts: ${rowsOf(rows)}, ${sizeOf(bytes)}`,
  `the database's disk needs ${sizeOf(bytes)} more until it is done, and room for about twice that of write-ahead log between checkpoints`,
  'servers go on meanwhile: the table is locked twice, for milliseconds, and nobody waits for a lock longer than 0.15 s',
  underWay === undefined
    ? `a copy with ${count === 1 ? 'no' : count} partitions is made, filled, compared, and put in the place of the table, which is dropped then`
    : `it goes on with ${underWay.partitions} partitions, of which ${rowsOf(underWay.copiedRows)} are copied`,
];

/** A line on standard error every two seconds. */
function progressLines(): (progress: PartitionProgress) => void {
  const words: Readonly<Record<PartitionProgress['step'], string>> = {
    prepare: 'making the copy',
    copy: 'copied',
    compare: 'compared',
    switch: 'putting the copy in the place of the table',
    remove: 'removing the old table',
  };
  let at = performance.now();
  return ({ step, rows, of }) => {
    if (performance.now() - at < PROGRESS_MS) return;
    at = performance.now();
    const count = step === 'copy' || step === 'compare' ? ` ${rows.toLocaleString('en')} of ${rowsOf(of)}` : '';
    process.stderr.write(`${words[step]}${count}\n`);
  };
}

async function cancel(storage: Storage, options: Options): Promise<void> {
  const cancelled = await storage.partitions.cancel();
  printDone(cancelled ? 'the copy is dropped' : 'nothing to do: no copy is begun', { cancelled }, options);
}

export const partition = async (options: Options): Promise<void> => {
  if (options.cancel && (options.by !== undefined || options.dryRun))
    throw new UsageError('--cancel goes with no other option');
  const count = options.cancel ? 1 : countOf(options.by);
  await withStorage(
    async (storage) => {
      if (options.cancel) return cancel(storage, options);
      const status = await storage.partitions.examine();
      const document = { partitions: status.partitions, rows: status.rows, bytes: status.bytes };
      if (!status.underWay && !status.hasOld && Math.max(1, status.partitions) === count)
        return printDone(
          count === 1 ? 'nothing to do: it is one table' : `nothing to do: it has ${count} partitions`,
          { ...document, changed: false },
          options,
        );
      if (options.dryRun) return printDone(needsOf(status, count).join('\n'), { ...document, changed: false }, options);
      await confirmed(`this divides artefacts by ${count}`, needsOf(status, count), options.yes);
      const changed = await storage.partitions.run(count, options.quiet ? () => undefined : progressLines());
      const after = count === 1 ? 'is one table' : `has ${count} partitions`;
      printDone(`artefacts ${after}`, { ...document, partitions: count === 1 ? 0 : count, changed }, options);
    },
    { migrate: false },
  );
};
