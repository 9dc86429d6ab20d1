import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Statement } from '@gatehouse/database';
import type { ArtefactsTable, ArtefactsTables } from './stores/artefact-rows.ts';
import { artefactWrites } from './stores/artefact-writes.ts';
import type { StoreContext } from './stores/store-context.ts';

/** Which artefacts to end; all conditions that are given must hold. */
export interface EndArtefactsOptions {
  readonly models: readonly string[];
  readonly clientId?: string | undefined;
  /** Only what was last saved earlier. */
  readonly savedBeforeSeconds?: number | undefined;
  /** Rows looked at in one read. */
  readonly pageSize?: number | undefined;
}

type Row = Pick<ArtefactsTable, 'model' | 'id' | 'client_id' | 'destroyed_at' | 'written_at_ms'>;

const PAGE_SIZE = 1000;

/**
 * Ends artefacts by what no index knows, walking over all of them in small steps: for an operator's order, not for a request.
 * What is saved meanwhile may be missed, so first see to it that nothing of the kind is made any more.
 * @returns how many were ended
 */
export function artefactEnder(
  context: StoreContext<ArtefactsTables>,
): (options: EndArtefactsOptions) => Promise<number> {
  const { db, shape, driver, read } = context;
  const writes = artefactWrites(context);
  const page = shape<{ model: string; id: Uint8Array; limit: number }>((v) =>
    db
      .selectFrom('artefacts')
      .select(['model', 'id', 'client_id', 'destroyed_at', 'written_at_ms'])
      .where((eb) => eb.or([eb('model', '>', v.model), eb.and([eb('model', '=', v.model), eb('id', '>', v.id)])]))
      .orderBy('model')
      .orderBy('id')
      .limit(v.limit),
  );

  return async ({ models, clientId, savedBeforeSeconds, pageSize = PAGE_SIZE }) => {
    const matches = (row: Row): boolean =>
      row.destroyed_at === null &&
      models.includes(row.model) &&
      (clientId === undefined || row.client_id === clientId) &&
      (savedBeforeSeconds === undefined || row.written_at_ms < savedBeforeSeconds * 1000);
    let ended = 0;
    let after: { model: string; id: Uint8Array } = { model: '', id: new Uint8Array() };
    for (;;) {
      const rows = (await read(page({ ...after, limit: pageSize }))) as unknown as Row[];
      const statements: Statement[] = rows.filter(matches).flatMap(({ model, id }) => {
        return writes.destroy({ model, key: Buffer.from(id).toString('base64url') }).statements;
      });
      if (statements.length > 0) await driver.execute(statements);
      ended += statements.length;
      const last = rows.at(-1);
      if (!last || rows.length < pageSize) return ended;
      after = { model: last.model, id: last.id };
      await yieldToOthers();
    }
  };
}
