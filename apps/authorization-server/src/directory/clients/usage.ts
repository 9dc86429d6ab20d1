/**
 * What clients use of what they are registered with: noted in memory where it happens, and written once a minute. A request costs a
 * look into sets that hold it already.
 */
import type { Storage } from '@gatehouse/storage';
import { type EachMinute, eachMinute } from '../each-minute.ts';

/** Kinds of uses. Of scopes of an API the kind is its indicator, until they are written. */
export type UseKind = 'grant_type' | 'redirect_uri' | 'pkce' | 'sender_constraint' | 'scope';

export interface ClientUsage extends EachMinute {
  /** @param kind a kind, or the indicator of an API @param value of scopes: with spaces between them, as they were asked for */
  note(clientId: string, kind: UseKind | (string & {}), value: string): void;
}

/** Whatever clients ask for, no more of one kind is kept in a minute. */
const mostValues = 200;

const kinds: ReadonlySet<string> = new Set<UseKind>([
  'grant_type',
  'redirect_uri',
  'pkce',
  'sender_constraint',
  'scope',
]);

/** As they are stored: each scope by itself, those of an API after its indicator. */
function storedUses(kind: string, value: string): { readonly kind: string; readonly value: string }[] {
  if (kind !== 'scope' && kinds.has(kind)) return [{ kind, value }];
  const names = value.split(' ').filter(Boolean);
  return names.map((name) => ({ kind: 'scope', value: kind === 'scope' ? name : `${kind} ${name}` }));
}

export function createClientUsage({
  storage,
  clock,
  onError,
}: {
  readonly storage: Pick<Storage, 'clientUsage' | 'commit'>;
  readonly clock: () => number;
  readonly onError: (error: unknown) => void;
}): ClientUsage {
  let noted = new Map<string, Map<string, Set<string>>>();

  /** Where values of that kind are kept. */
  const setOf = (clientId: string, kind: string): Set<string> => {
    let ofClient = noted.get(clientId);
    if (!ofClient) noted.set(clientId, (ofClient = new Map()));
    let values = ofClient.get(kind);
    if (!values) ofClient.set(kind, (values = new Set()));
    return values;
  };

  const flush = async (): Promise<void> => {
    const last = noted;
    if (last.size === 0) return;
    noted = new Map();
    const lastUsedAtSeconds = Math.floor(clock() / 1000);
    const uses = [...last].flatMap(([clientId, ofClient]) =>
      [...ofClient].flatMap(([kind, values]) =>
        [...values].flatMap((value) => storedUses(kind, value).map((use) => ({ ...use, clientId, lastUsedAtSeconds }))),
      ),
    );
    await storage.commit([storage.clientUsage.writes.used(uses)]);
  };

  return {
    note(clientId, kind, value) {
      const values = noted.get(clientId)?.get(kind) ?? setOf(clientId, kind);
      if (!values.has(value) && values.size < mostValues) values.add(value);
    },
    ...eachMinute(flush, onError),
  };
}
