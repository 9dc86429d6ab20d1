/** One instance of a program over a storage, told what to do by its parent: the other process in tests about several. */
import { flushCompileCache } from 'node:module';
import { createSealer, openStorage, type Storage } from '../../src/index.ts';
import { type PlainWrite, run, type UnitOutcome } from './unit.ts';

/** What the parent asks for. */
export type Order =
  | { readonly seq: number; readonly commit: readonly (readonly PlainWrite[])[] }
  | { readonly seq: number; readonly find: { readonly model: string; readonly id: string } };

/** The answer to an order. */
export interface Report {
  readonly seq: number;
  readonly outcomes?: readonly UnitOutcome[];
  readonly found?: { readonly consumed: boolean; readonly payload: Record<string, unknown> } | null;
  readonly failure?: string;
}

async function obey(storage: Storage, order: Order): Promise<Report> {
  const { seq } = order;
  if ('commit' in order) return { seq, outcomes: await Promise.all(order.commit.map((unit) => run(storage, unit))) };
  try {
    const found = await storage.artefacts.find(order.find.model, order.find.id);
    return { seq, found: found ? { consumed: found.consumedAtSeconds !== undefined, payload: found.payload } : null };
  } catch (error) {
    return { seq, failure: (error as { code?: string }).code ?? String(error) };
  }
}

const [url = '', key = ''] = process.argv.slice(2);
const storage = await openStorage({ url, sealer: createSealer([Buffer.from(key, 'hex')]) });
process.on('message', (order: Order) => {
  void obey(storage, order).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ seq: -1 } satisfies Report);
// It is killed, and what is killed writes no cache at its end.
flushCompileCache();
