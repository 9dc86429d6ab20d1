/**
 * The sessions of signed-in users. Tokens live here and nowhere else: the browser holds a random id in a cookie, and
 * only the id's hash is a key here. The number of sessions is bounded, and each ends after a time without use and
 * after an absolute time. Times are monotonic, so that a stepping clock neither ends nor prolongs a session.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Response } from 'express';

/** What the token endpoint gave, with the expiry on this process's own monotonic clock. */
export interface Tokens {
  readonly accessToken: string;
  readonly expiresAtMs: number;
  readonly refreshToken: string | undefined;
  readonly idToken: string;
  readonly scopes: readonly string[];
}

/** Who signed in, as the ID token says. */
export interface User {
  readonly subject: string;
  readonly name: string;
  readonly email: string | undefined;
  /** What the user signs in with, if the ID token says so. */
  readonly login: string | undefined;
  /** `sid`: the session at the authorization server, for logout from there. */
  readonly sid: string | undefined;
  /** `auth_time` in seconds since 1970. */
  readonly authTimeSeconds: number | undefined;
}

/** One signed-in browser. */
export interface Session {
  readonly user: User;
  tokens: Tokens;
  /** The refresh that is under way; everybody who needs a new token waits for this one. */
  refreshing: Promise<void> | undefined;
}

/** Where sessions are kept. */
export interface SessionStore {
  /** Keeps `session` and returns its new id. */
  add(session: Session): string;
  /** The live session of `id`; using it counts as activity. */
  find(id: string): Session | undefined;
  /** Forgets the session of `id`. */
  drop(id: string): void;
  /** Forgets this very session, whatever its id. */
  end(session: Session): void;
  /** Forgets every session that matches; returns how many. */
  endWhere(matches: (user: User) => boolean): number;
  /** Sessions kept at the moment, dead ones not yet swept included. */
  readonly size: number;
}

/** Limits of a session store. */
export interface SessionLimits {
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  /** Sessions kept at most; one more pushes out the one that was not used for longest. */
  readonly capacity: number;
  readonly nowMs?: () => number;
}

interface Entry {
  readonly session: Session;
  readonly endsAtMs: number;
  idleAtMs: number;
}

/** A session store in this process's memory. */
export function createSessionStore(limits: SessionLimits): SessionStore {
  const { idleSeconds, absoluteSeconds, capacity, nowMs = () => performance.now() } = limits;
  // Insertion order is order of use: find() moves an entry to the end.
  const entries = new Map<string, Entry>();

  function touch(key: string, entry: Entry): void {
    entry.idleAtMs = nowMs() + idleSeconds * 1000;
    entries.delete(key);
    entries.set(key, entry);
  }

  function endWhere(matches: (session: Session) => boolean): number {
    let ended = 0;
    for (const [key, entry] of entries) if (matches(entry.session) && entries.delete(key)) ended += 1;
    return ended;
  }

  return {
    add(session) {
      const id = randomBytes(32).toString('base64url');
      touch(keyOf(id), { session, endsAtMs: nowMs() + absoluteSeconds * 1000, idleAtMs: 0 });
      // The least recently used come first, so idle ones are swept from the front without looking at the others.
      for (const [key, entry] of entries) {
        if (entry.idleAtMs > nowMs() && entries.size <= capacity) break;
        entries.delete(key);
      }
      return id;
    },
    find(id) {
      const key = keyOf(id);
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (Math.min(entry.idleAtMs, entry.endsAtMs) <= nowMs()) {
        entries.delete(key);
        return undefined;
      }
      touch(key, entry);
      return entry.session;
    },
    drop: (id) => void entries.delete(keyOf(id)),
    end: (session) => void endWhere((other) => other === session),
    endWhere: (matches) => endWhere((session) => matches(session.user)),
    get size() {
      return entries.size;
    },
  };
}

function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

/**
 * Name of an application's session cookie; `__Host-` makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis).
 * Ports do not keep cookies apart, so each application on a host has a name of its own.
 */
export const sessionCookieOf = (application: string): string => `__Host-${application}-session`;

/** Sets a cookie that scripts cannot read. Without `maxAgeSeconds` it lasts as long as the browser. */
export function setCookie(res: Response, name: string, value: string, maxAgeSeconds?: number): void {
  const age = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
  res.append('Set-Cookie', `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${age}`);
}

/** Makes the browser forget a cookie. */
export function clearCookie(res: Response, name: string): void {
  setCookie(res, name, '', 0);
}
