/** The keys of platforms whose assertions stand for clients: fetched through the outbound guard, kept, asked for rarely. */
import {
  type CryptoKey,
  createLocalJWKSet,
  type JSONWebKeySet,
  type JWSHeaderParameters,
  errors as joseErrors,
} from 'jose';
import type { OutboundFetch } from '../../delivery/outbound/guard.ts';

/** The keys cannot be had, and nobody can tell whether the assertion is good. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
  readonly code = 'keys_unavailable';
}

type LocalKeys = ReturnType<typeof createLocalJWKSet>;

interface Known {
  keys: LocalKeys | undefined;
  /** Success or not. */
  askedAtMs: number;
  loadedAtMs: number;
  loading: Promise<void> | undefined;
}

/** Least time between two requests for one set, also while they fail. */
const cooldownMs = 30_000;
const freshMs = 600_000;
/** Known keys serve on while the platform is away. */
const staleMs = 24 * 3_600_000;
const mostSets = 1000;

/** Gives the key for the header of an assertion. */
export type AssertionKeys = (jwksUri: string, header: JWSHeaderParameters) => Promise<CryptoKey | Uint8Array>;

async function load(fetch: OutboundFetch, jwksUri: string): Promise<LocalKeys> {
  const answer = await fetch(jwksUri, { headers: { accept: 'application/json' } });
  if (answer.status !== 200) throw new Error(`the key set was answered ${answer.status}`);
  return createLocalJWKSet((await answer.json()) as JSONWebKeySet);
}

/** @param clock wall clock in milliseconds */
export function createAssertionKeys(fetch: OutboundFetch, clock: () => number): AssertionKeys {
  const sets = new Map<string, Known>();

  const ask = (jwksUri: string, known: Known): Promise<void> => {
    const once = async () => {
      try {
        known.keys = await load(fetch, jwksUri);
        known.loadedAtMs = clock();
      } catch {
        // What is known serves on; without it the caller hears that nobody can tell.
      } finally {
        known.loading = undefined;
      }
    };
    known.loading ??= once();
    known.askedAtMs = clock();
    return known.loading;
  };
  const mayAsk = ({ askedAtMs }: Known) => clock() - askedAtMs >= cooldownMs;

  return async (jwksUri, header) => {
    let known = sets.get(jwksUri);
    if (known === undefined) {
      known = { keys: undefined, askedAtMs: Number.NEGATIVE_INFINITY, loadedAtMs: 0, loading: undefined };
      if (sets.size >= mostSets) sets.delete(sets.keys().next().value as string);
      sets.set(jwksUri, known);
    }
    if (known.loading) await known.loading;
    const ageMs = () => clock() - (known?.loadedAtMs ?? 0);
    if ((known.keys === undefined || ageMs() > freshMs) && mayAsk(known)) await ask(jwksUri, known);
    if (known.keys === undefined || ageMs() > staleMs) throw new KeysUnavailableError('the keys cannot be fetched');
    try {
      return await known.keys(header);
    } catch (error) {
      if (!(error instanceof joseErrors.JWKSNoMatchingKey) || !mayAsk(known)) throw error;
      await ask(jwksUri, known);
      return await known.keys(header);
    }
  };
}
