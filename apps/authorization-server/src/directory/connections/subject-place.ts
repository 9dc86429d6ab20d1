/** Which member of an answer names a user of an upstream. */
import type { Connection } from './connections.ts';
import { issuerOf } from './issuer-of.ts';

/** By its kind; for OAuth 2.0 alone, as the operator declares it. */
export const subjectPlace = ({
  kind,
  mapping,
}: Pick<Connection, 'kind'> & { readonly mapping?: Pick<Connection['mapping'], 'subject'> | undefined }): string =>
  kind === 'github' ? 'id' : (mapping?.subject ?? 'sub');

/** An issuer, and by which member its users are known. */
export interface NamedBy {
  readonly issuer: string;
  readonly place: string;
}

/** Undefined where a connection has several issuers. @param definition a connection as it is kept, or as it would be */
export function namedBy(definition: Readonly<Record<string, unknown>>): NamedBy | undefined {
  const issuer = issuerOf(definition);
  const { kind, mapping } = definition as unknown as Pick<Connection, 'kind'> & Partial<Pick<Connection, 'mapping'>>;
  return issuer === undefined ? undefined : { issuer, place: subjectPlace({ kind, mapping }) };
}
