/** `gatehouse gc`, `backup` and `encryption rotate`: keeping a running server healthy. */
import { auditKeptSeconds } from '../settings-views.ts';
import { RefusedError, saidOfFault, sealAdvice } from './failure.ts';
import { printDone } from './output.ts';
import { withStorage } from './settings.ts';

type Options = { json?: boolean };

export const collectGarbage = (options: Options): Promise<void> =>
  withStorage(async (storage, settings) => {
    const { skipped, ...removed } = await storage.collectGarbage({ auditKeptSeconds: auditKeptSeconds(settings) });
    if (skipped) throw new RefusedError('another instance is removing expired rows right now');
    const rows = Object.values(removed).reduce((sum, count) => sum + count, 0);
    const kinds = Object.entries(removed).flatMap(([kind, count]) => (count > 0 ? [`${kind} ${count}`] : []));
    printDone(`removed ${rows} rows${kinds.length > 0 ? `: ${kinds.join(', ')}` : ''}`, removed, options);
  });

export const backup = (path: string, options: Options): Promise<void> =>
  withStorage(async (storage) => {
    await storage.backup(path);
    printDone(
      `${path} holds a copy; it opens only with the encryption keys, so keep a copy of those too, in another place`,
      { path },
      options,
    );
  });

export const reseal = (options: Options): Promise<void> =>
  withStorage(async (storage) => {
    const { resealed, faults } = await storage.reseal();
    printDone(`${resealed} secrets re-encrypted with the first key`, { resealed, faults }, options);
    const left = faults.map((fault) => `${saidOfFault(fault)}. ${sealAdvice(fault)}`);
    if (left.length > 0)
      throw new RefusedError(`not all could be opened; they are left as they are: ${left.join('; ')}`);
  });
