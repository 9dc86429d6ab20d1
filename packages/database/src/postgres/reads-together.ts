import type { ClientBase } from 'pg';
import { type GatheredRead, gatheredReads } from '../gathered-reads.ts';
import type { Row, SqlValue } from '../statements/statement.ts';
import { verdictOn } from './failure.ts';
import { runReads } from './unit.ts';

type Work = (client: ClientBase, leftMs: number) => Promise<void>;

/** The server answers one after the other, while other connections may be free. */
const mostTogether = 32;

/**
 * Sends the reads of one turn of the event loop over one connection: what costs most of a small read is to be sent and waited for.
 * They wait for one another, so none of them may be slow.
 * @param use runs a piece of work on a connection of its own
 */
export function readsTogether(
  use: (work: Work) => Promise<void>,
): (sql: string, parameters: readonly SqlValue[]) => Promise<Row[]> {
  const send = async (reads: readonly GatheredRead[]): Promise<void> => {
    try {
      await use(async (client, leftMs) => {
        const running = runReads(client, reads, leftMs);
        const settled = await Promise.allSettled(
          running.map((answer, index) => answer.then(({ rows }) => reads[index]?.resolve(rows))),
        );
        const failures = settled.map((outcome, index) => {
          if (outcome.status === 'rejected') reads[index]?.reject(outcome.reason);
          return outcome.status === 'rejected' ? outcome.reason : undefined;
        });
        // What the failure of one says of the connection counts.
        const failure: unknown = failures.find((error) => error !== undefined && verdictOn(error) !== 'keep');
        if (failure !== undefined) throw failure;
      });
    } catch (error) {
      for (const { reject } of reads) reject(error);
    }
  };

  return gatheredReads((reads) => {
    for (let at = 0; at < reads.length; at += mostTogether) void send(reads.slice(at, at + mostTogether));
  });
}
