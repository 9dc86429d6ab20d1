/**
 * A sign-in that is under way: what has to be remembered between the redirect to the authorization server and the
 * way back. It travels in the browser, sealed (AES-256-GCM) with a key of this process, so that a flood of started
 * sign-ins takes no memory here. Each sign-in has a cookie of its own: two tabs do not disturb each other.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { cookiesOf, readCookie } from '@gatehouse/http/cookies';
import type { Request, Response } from 'express';
import { clearCookie, setCookie } from './session.ts';

/** What the callback needs to finish the sign-in it belongs to. */
export interface Transaction {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Path of this application to go on with. */
  readonly returnTo: string;
  /** For a step-up: the greatest age of the authentication that was asked for, in seconds. */
  readonly maxAgeSeconds?: number | undefined;
  /** For a step-up: the user who has to come back. */
  readonly subject?: string | undefined;
}

/** Keeps sign-ins in the browser. */
export interface Transactions {
  /** Remembers a sign-in that starts. */
  remember(req: Request, res: Response, transaction: Transaction): void;
  /** Takes back the sign-in that `state` names; undefined when this browser started no such one, or too long ago. */
  recall(req: Request, res: Response, state: string): Transaction | undefined;
}

const lifetimeSeconds = 600;
const atOnce = 4;

/**
 * @param application its name in the cookies
 * @param nowMs monotonic clock in milliseconds
 */
export function createTransactions(application: string, nowMs: () => number = () => performance.now()): Transactions {
  const key = randomBytes(32);
  const prefix = `__Host-${application}-sign-in-`;
  const nameFor = (state: string): string =>
    prefix + createHash('sha256').update(state).digest('base64url').slice(0, 16);
  const startedBefore = (req: Request): string[] =>
    [...cookiesOf(req)].flatMap(([name]) => (name.startsWith(prefix) ? [name] : []));
  return {
    remember(req, res, transaction) {
      // A user who starts again and again must not run into the limit of the header's size.
      for (const name of startedBefore(req).slice(0, -(atOnce - 1))) clearCookie(res, name);
      const name = nameFor(transaction.state);
      const content = JSON.stringify({ transaction, expiresAtMs: nowMs() + lifetimeSeconds * 1000 });
      setCookie(res, name, seal(key, name, content), lifetimeSeconds);
    },
    recall(req, res, state) {
      const name = nameFor(state);
      const sealed = readCookie(req, name);
      if (sealed === undefined) return undefined;
      clearCookie(res, name);
      const content = open(key, name, sealed);
      if (content === undefined) return undefined;
      const { transaction, expiresAtMs } = JSON.parse(content) as { transaction: Transaction; expiresAtMs: number };
      return expiresAtMs > nowMs() ? transaction : undefined;
    },
  };
}

function seal(key: Buffer, name: string, content: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([nonce, cipher.update(content, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

function open(key: Buffer, name: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 28) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
