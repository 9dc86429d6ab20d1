/** A request to the admin API and its answer, whatever carries them. */
import type { AdminCaller } from './operation.ts';

export interface AdminRequest {
  readonly method: string;
  /** Below `/admin/v1`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** One header, by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  readonly caller: AdminCaller;
}

export interface AdminResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** To be written as JSON, or as it is when it is text; undefined: none. */
  readonly body: unknown;
  readonly operation?: string | undefined;
}
