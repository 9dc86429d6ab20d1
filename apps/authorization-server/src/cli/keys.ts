/** `gatehouse keys`: what tokens, cookies and nonces are made with. */
import { printRows } from './output.ts';
import { withStorage } from './settings.ts';

/** Never prints a private key. */
export const listKeys = (options: { json?: boolean }): Promise<void> =>
  withStorage(async (storage) => {
    const keys = await storage.signingKeys.list();
    printRows(
      keys.map(({ kid, purpose, state, algorithm, createdAtSeconds }) => ({
        kid,
        purpose,
        state,
        algorithm,
        created_at: new Date(createdAtSeconds * 1000).toISOString(),
      })),
      options,
    );
  });
