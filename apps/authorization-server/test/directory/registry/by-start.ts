import type { Storage } from '@gatehouse/storage';
import { createAudit } from '../../../src/directory/audit/audit.ts';
import { createCommit } from '../../../src/directory/operations/commit.ts';

/** A registry as a server applies it when it starts. */
export const byStart = (storage: Storage) =>
  ({
    caller: { actor: { type: 'system', id: 'registry' } },
    source: 'registry.yaml',
    commit: createCommit({ storage, audit: createAudit({ storage, clock: Date.now }), wake: () => undefined }),
  }) as const;
