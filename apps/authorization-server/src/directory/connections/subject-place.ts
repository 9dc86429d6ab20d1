/** Which member of an answer names a user of an upstream. */
import type { Connection } from './connections.ts';
import { shareIssuer } from './issuer-of.ts';

/** By its kind; for OAuth 2.0 alone, as the operator declares it. */
export const subjectPlace = ({
  kind,
  mapping,
}: Pick<Connection, 'kind'> & { readonly mapping?: Pick<Connection['mapping'], 'subject'> | undefined }): string =>
  kind === 'github' ? 'id' : (mapping?.subject ?? 'sub');

type Definition = Readonly<Record<string, unknown>>;

const placeOf = (definition: Definition): string =>
  subjectPlace(definition as unknown as Parameters<typeof subjectPlace>[0]);

/**
 * By which members two connections name users of one issuer, where they are different; undefined where all is well.
 * @param one, other connections as they are kept, or as they would be
 */
export function namedOtherwise(one: Definition, other: Definition): readonly [string, string] | undefined {
  const places = [placeOf(one), placeOf(other)] as const;
  return places[0] !== places[1] && shareIssuer(one, other) ? places : undefined;
}
