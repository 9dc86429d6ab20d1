import type { IncomingMessage } from 'node:http';
import { HttpError } from '@gatehouse/http';

/** One kind of credential that callers may bring beside access tokens. The list of all is `credentials.ts`. */
export interface CredentialKind<Kind extends string = string> {
  /** As `accept` of a route and the metrics name it. */
  readonly kind: Kind;
  /** What the authorization server takes it for in an exchange (RFC 8693, section 3). */
  readonly tokenType: string;
  /** The header in which it comes, in small letters; undefined: it belongs to the connection. */
  readonly header: string | undefined;
  /** Whether browsers add it to requests of pages that know nothing of it. */
  readonly addedByBrowsers: 'never' | 'once typed' | 'always';
  /**
   * The credential in that header's value, or on the connection; undefined when it is of another kind. Throws HttpError 400
   * when it cannot be read.
   */
  read(value: string, request: IncomingMessage): string | undefined;
  /** What is wrong with its form, as a sentence: it is refused without asking anybody. */
  fault?(credential: string): string | undefined;
}

/** The refusal of a credential that cannot be read. */
export const malformed = (message: string): HttpError => new HttpError(400, 'malformed_credentials', message);
