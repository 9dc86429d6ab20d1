/**
 * A commit that waits for a synchronous standby can be cut short (pg_cancel_backend, a cancel request). The server then answers that
 * it is committed, with a warning: it is on one disk alone, and a failover would lose it. So such an answer is not taken for one.
 */
import type { ClientBase } from 'pg';

/** The function of the server that warns. Texts are translated, and the warning has no code of its own. */
const WAITING = 'SyncRepWaitForLSN';
const unconfirmed = new WeakSet<object>();

/** Watches a new connection for such warnings. */
export function watchConfirmations(client: ClientBase): void {
  client.on('notice', ({ routine }) => {
    if (routine === WAITING) unconfirmed.add(client);
  });
}

/** @throws an error like that of a broken connection: whether it will stay is not known, and the connection is given up */
export function mustBeConfirmed(client: ClientBase): void {
  if (unconfirmed.has(client)) throw new Error('the wait for the standby was cancelled, so it may not have the commit');
}
