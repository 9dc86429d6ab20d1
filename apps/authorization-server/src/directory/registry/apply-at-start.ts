/** The registry file as a server applies it when it starts: what came of it is in the log. */
import type { Logger } from '@gatehouse/logging';
import { type ApplyDependencies, applyRegistry } from './apply.ts';
import type { Registry } from './schema.ts';

export async function applyAtStart(
  {
    logger,
    ...dependencies
  }: Pick<ApplyDependencies, 'storage' | 'commit' | 'source' | 'hasher' | 'development'> & { readonly logger: Logger },
  registry: Registry,
): Promise<void> {
  const applied = await applyRegistry(
    {
      ...dependencies,
      caller: { actor: { type: 'system', id: 'registry' } },
      onProgress: (hashed, of) => logger.info({ hashed, of }, 'hashing passwords of the registry'),
      onLeftAlone: (left) => logger.info(left, 'the registry says otherwise; what users or operators changed stays'),
    },
    registry,
  );
  if (applied.length > 0) logger.info({ changes: applied.length }, 'registry applied');
}
