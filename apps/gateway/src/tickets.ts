/**
 * Tickets: what a page that cannot send a header brings instead of its credential, to open one WebSocket or event stream. A ticket
 * is the credential itself, sealed (RFC 7516) together with what it may open, so that every instance that has the keys
 * can open it. Each instance takes a ticket once.
 */
import { hash, hkdfSync, randomBytes } from 'node:crypto';
import { HttpError } from '@gatehouse/http';
import { MemoryReplayStore, type RequestAuth } from '@gatehouse/oauth-guard';
import { EncryptJWT, errors, jwtDecrypt } from 'jose';
import type { Exchangeable } from './exchange.ts';

/** How long one may be used, in seconds: the time that a page needs to open the connection. */
export const ticketSeconds = 30;

/** What is known of a token that only its holder can use. */
export type BoundToken = Pick<RequestAuth, 'subject' | 'clientId' | 'scopes' | 'confirmation' | 'payload'>;

/** What is sealed in a ticket. */
export interface Ticket {
  readonly host: string;
  /** In its canonical spelling, without a query. */
  readonly path: string;
  /** Of the page that asked for it, and that has to bring it. */
  readonly origin: string;
  /** Whose tickets are counted together. */
  readonly caller: string;
  readonly credential: Exchangeable;
  /** Of a token that is bound to a key of its holder (RFC 9449, RFC 8705), whose proof came with the question. */
  readonly bound?: BoundToken;
}

/** Makes and takes tickets. */
export interface Tickets {
  seal(ticket: Ticket): Promise<string>;
  /**
   * Opens one, which cannot be used again then; undefined when it is none, too old or used before.
   * @throws {HttpError} 503 when so many were used that one more cannot be remembered
   */
  use(sealed: string): Promise<Ticket | undefined>;
}

/** What they are made of. */
export interface TicketOptions {
  /** Secrets that instances share, the current one first; without them tickets are good at this instance alone. */
  readonly keys?: readonly string[] | undefined;
  /** Used tickets remembered at most, until they would have expired. */
  readonly capacity?: number | undefined;
  /** Wall clock in milliseconds. */
  readonly now?: () => number;
}

const ALGORITHMS = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };

/** Makes them. */
export function createTickets({ keys, capacity = 100_000, now = Date.now }: TicketOptions = {}): Tickets {
  const secrets = keys ?? [randomBytes(32).toString('base64url')];
  const byId = new Map(
    secrets.map((secret) => {
      const key = new Uint8Array(hkdfSync('sha256', secret, '', 'gatehouse ticket', 32));
      return [hash('sha256', key, 'base64url').slice(0, 8), key];
    }),
  );
  const [[kid, current]] = byId as unknown as [[string, Uint8Array]];
  const used = new MemoryReplayStore({ maxEntries: capacity, time: { now, monotonic: () => performance.now() } });
  const keyOf = ({ kid: id = '' }: { kid?: string }) => {
    const key = byId.get(id);
    if (key === undefined) throw new errors.JWEDecryptionFailed();
    return key;
  };

  return {
    seal: (ticket) =>
      new EncryptJWT({ ticket })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid })
        .setJti(randomBytes(32).toString('base64url'))
        .setExpirationTime(
          Math.min(Math.floor(now() / 1000) + ticketSeconds, ticket.bound?.payload.exp ?? Number.MAX_SAFE_INTEGER),
        )
        .encrypt(current),
    async use(sealed) {
      try {
        const { payload } = await jwtDecrypt(sealed, keyOf, { ...ALGORITHMS, currentDate: new Date(now()) });
        const ticket = payload['ticket'] as Ticket;
        const { jti, exp } = payload as { jti: string; exp: number };
        const outcome = used.use({ thumbprint: ticket.caller, jti, expiresAt: exp });
        if (outcome === 'full')
          throw new HttpError(503, 'temporarily_unavailable', 'Too many tickets are in use; try again in a moment.', {
            headers: { 'Retry-After': '2' },
          });
        return outcome === 'first' ? ticket : undefined;
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}
