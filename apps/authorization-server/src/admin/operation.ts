/** What an operation of the admin API is: a value that says how it is called, and a handler. OpenAPI is made from the same value. */
import type { z } from 'zod';
import type { Actor, Origin } from '../directory/audit/record.ts';
import type { Commit } from '../directory/operations/commit.ts';
import type { Ending, operations } from '../directory/operations/operations.ts';
import type { Caller, Work } from '../directory/operations/work.ts';
import type { OperationId } from './access.ts';
import type { AdminContext } from './context.ts';

/** Who calls, as the access token or the command line says. */
export interface AdminCaller {
  readonly actor: Actor;
  /** Absent: a client that acts for itself, or the operator on the machine. */
  readonly subject?: string | undefined;
  readonly clientId?: string | undefined;
  readonly scopes: ReadonlySet<string>;
  /** The user has proved two factors. */
  readonly twoFactors: boolean;
  /** The operator on the machine, who could write into the database as well. */
  readonly local: boolean;
  readonly origin?: Origin | undefined;
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Shape = z.ZodObject;
type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** What a handler gets: parsed, and nothing that the schemas do not name. */
export interface Input<Params, Query, Body> {
  readonly params: Parsed<Params>;
  readonly query: Parsed<Query>;
  readonly body: Parsed<Body>;
  /** For operations of the directory. */
  readonly caller: Caller;
  readonly admin: AdminCaller;
}

interface Described<Params, Query> {
  readonly id: OperationId;
  /** Below `/admin/v1`, with parameters in braces. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  /** Codes of problems beside those that every operation has. */
  readonly refusals?: readonly string[];
}

/** A revised object: its ETag is made of its revision and of the document. */
export interface Versioned {
  readonly type: string;
  readonly id: string;
}

export interface ReadOperation<Params = unknown, Query = unknown, Answer = unknown> extends Described<Params, Query> {
  readonly kind: 'read';
  readonly method: 'get';
  readonly answer: Answer;
  /** Other than JSON: the handler gives TextAnswer. */
  readonly mediaType?: string;
  /** What has the ETag of this answer. */
  readonly versioned?: (params: never) => Versioned;
  readonly handle: (context: AdminContext, input: Input<Params, Query, undefined>) => Promise<unknown>;
}

/** An answer that is no JSON document. */
export interface TextAnswer {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a write would do: worked out without writing anything. */
export interface Plan {
  /** What it is done to. */
  readonly target: Versioned;
  /** The object as documents show it: absent where there is none. Never a secret. */
  readonly before?: Readonly<Record<string, unknown>> | undefined;
  readonly after?: Readonly<Record<string, unknown>> | undefined;
  /** Absent: nothing changes. */
  readonly operation: keyof typeof operations | undefined;
  readonly work: Work;
  /**
   * Does it instead, where it takes more than one commit or is planned anew for what is there then. The work that is recorded goes
   * through `commit`, once; `work` says for the preview what will be recorded.
   */
  readonly carryOut?: (commit: Commit) => Promise<unknown>;
  /** The body of the answer; secrets that are shown this once among it. */
  readonly answer?: unknown;
  /** Where a new object is, below `/admin/v1`. */
  readonly location?: string | undefined;
  /** What would end, by number; for the preview. */
  readonly counts?: () => Promise<Readonly<Record<string, number>>>;
  /** What really ends and is told, where it is less than the operation may end and tell. */
  readonly ends?: readonly Ending[];
  readonly tells?: readonly string[];
  /** Further sentences for the preview. */
  readonly notes?: readonly string[];
}

export interface WriteOperation<Params = unknown, Query = unknown, Body = unknown, Answer = unknown>
  extends Described<Params, Query> {
  readonly kind: 'write';
  readonly method: Exclude<Method, 'get'>;
  readonly body?: Body;
  readonly status: 200 | 201 | 202 | 204;
  readonly answer?: Answer;
  /** The object must be as the caller saw it: `If-Match` is required, with the ETag of the read of that name. */
  readonly matches?: (context: AdminContext, params: never) => Promise<MatchedObject>;
  /** With `If-None-Match: *` it makes an object where there is none, and answers 201. `matches` gives no document then. */
  readonly creates?: true;
  readonly plan: (context: AdminContext, input: Input<Params, Query, Body>) => Promise<Plan>;
}

/** What `If-Match` is compared with. */
export interface MatchedObject extends Versioned {
  /** Undefined: there is none. */
  readonly document: unknown;
}

export type AdminOperation = ReadOperation | WriteOperation;

/** A read; the handler is typed by the schemas. */
export const read = <
  Params extends Shape | undefined = undefined,
  Query extends Shape | undefined = undefined,
  Answer extends z.ZodType = z.ZodType,
>(
  operation: Omit<ReadOperation<Params, Query, Answer>, 'kind' | 'method'>,
): AdminOperation => ({ kind: 'read', method: 'get', ...operation }) as unknown as AdminOperation;

/** A write; the plan is typed by the schemas. */
export const write = <
  Params extends Shape | undefined = undefined,
  Query extends Shape | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Answer extends z.ZodType | undefined = undefined,
>(
  operation: Omit<WriteOperation<Params, Query, Body, Answer>, 'kind'>,
): AdminOperation => ({ kind: 'write', ...operation }) as unknown as AdminOperation;
