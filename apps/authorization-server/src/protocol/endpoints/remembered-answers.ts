/**
 * Userinfo and introspection are asked the same again and again, with the same token. An answer is given again while all that it was
 * made of is as it was: the rows are read each time, so that what was revoked, ended or changed counts at once, but nothing is
 * unsealed, verified or put together anew.
 */
import { hash } from 'node:crypto';
import type { ObservedRead, Storage } from '@gatehouse/storage';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { type Clients, usesSecret } from '../../directory/clients/clients.ts';
import { recordOf } from '../engine/registered-client.ts';
import { currentUnit, noticing, type Sources, type UnitOfWork } from '../engine/unit-of-work.ts';

export interface RememberedAnswersDependencies {
  readonly storage: Pick<Storage, 'reads'>;
  readonly clients: Clients;
  readonly clock: () => number;
}

interface Answer extends Sources {
  readonly body: string;
  readonly untilMs: number;
}

/** Whatever else may change is seen after so long. */
const longestMs = 10_000;
const mostAnswers = 500;
/** Of requests that read more the answers are not worth their memory. */
const mostReads = 6;
/** With the rows it was made of. A request can have much put into the rows of its token, by `claims` for instance. */
const mostBytes = 32_768;

/** Names all of a request that its answer depends on; undefined when that is more than is looked at here. */
function nameOf(ctx: KoaContextWithOIDC): string | undefined {
  const { method, path, querystring, headers } = ctx;
  if (method !== 'GET' && method !== 'POST') return undefined;
  if (headers.origin !== undefined || headers['dpop'] !== undefined || querystring !== '') return undefined;
  const { authorization, accept, 'content-type': type } = headers;
  const body = method === 'POST' ? ctx.oidc.body : undefined;
  return hash('sha256', JSON.stringify([method, path, authorization, accept, type, body]), 'base64url');
}

/** When the answer may be another one although nothing was written; undefined when it must be made each time. */
function expiryOf(ctx: KoaContextWithOIDC): number | undefined {
  const { route, entities } = ctx.oidc;
  const body = ctx.body as { active?: boolean; exp?: number };
  const { AccessToken: token, Client: client } = entities;
  if (route === 'userinfo') return token?.isSenderConstrained() ? undefined : token?.exp;
  // Of proofs of the client only a secret is the same the next time.
  if (body.active !== true || !client || !usesSecret(client.clientAuthMethod)) return undefined;
  const secrets = recordOf(client).secretHashes.map(({ expiresAtSeconds }) => expiresAtSeconds ?? body.exp ?? 0);
  return body.exp === undefined ? undefined : Math.min(body.exp, ...secrets);
}

const expiriesOf = (reads: readonly ObservedRead[]): number[] =>
  reads.flatMap(({ rows }) =>
    rows.flatMap(({ expires_at: at }) => (at === null || at === undefined ? [] : [Number(at)])),
  );

const bytesOf = (reads: readonly ObservedRead[]): number =>
  reads
    .flatMap(({ rows }) => rows.flatMap((row) => Object.values(row)))
    .reduce<number>(
      (sum, value) => sum + (typeof value === 'string' || value instanceof Uint8Array ? value.length : 8),
      0,
    );

/** What of an answer is remembered, if it is. */
function answerOf(ctx: KoaContextWithOIDC, unit: UnitOfWork, sources: Sources, nowMs: number): Answer | undefined {
  const isObject = typeof ctx.body === 'object' && ctx.body !== null && ctx.response.is('json') === 'json';
  if (ctx.status !== 200 || !isObject || unit.unavailable || unit.writes(false).length > 0) return undefined;
  const expiry = expiryOf(ctx);
  if (expiry === undefined || sources.reads.length === 0 || sources.reads.length > mostReads) return undefined;
  const untilSeconds = Math.min(expiry, ...expiriesOf(sources.reads));
  const body = JSON.stringify(ctx.body);
  if (body.length + bytesOf(sources.reads) > mostBytes) return undefined;
  return { ...sources, body, untilMs: Math.min(nowMs + longestMs, untilSeconds * 1000) };
}

/** Stands around what authenticates and answers, once the body is read. */
export function createRememberedAnswers({ storage, clients, clock }: RememberedAnswersDependencies) {
  const answers = new Map<string, Answer>();

  const isOver = ({ untilMs }: Answer): boolean => {
    const leftMs = untilMs - clock();
    // More than there was at first: the clock was set back.
    return leftMs <= 0 || leftMs > longestMs;
  };
  /** None outlasts those that are made after it by more than `longestMs`, so that the oldest tell when there may be some. */
  const dropOver = () => {
    for (const [name, answer] of answers) {
      if (!isOver(answer)) return;
      answers.delete(name);
    }
  };
  const isTrue = async (answer: Answer): Promise<boolean> => {
    if (isOver(answer)) return false;
    for (const [clientId, client] of answer.clients) if ((await clients.find(clientId)) !== client) return false;
    return storage.reads.areRepeated(answer.reads);
  };
  const keep = (name: string, answer: Answer) => {
    const [oldest] = answers.keys();
    if (answers.size >= mostAnswers && oldest !== undefined) answers.delete(oldest);
    answers.set(name, answer);
  };

  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    dropOver();
    const unit = currentUnit();
    const name = nameOf(ctx);
    if (!unit || name === undefined) return next();
    const known = answers.get(name);
    if (known && (await noticing(() => isTrue(known)))) {
      ctx.type = 'application/json; charset=utf-8';
      ctx.body = known.body;
      return;
    }
    answers.delete(name);
    const sources: Sources = { reads: [], clients: new Map() };
    unit.sources = sources;
    await next();
    const made = answerOf(ctx, unit, sources, clock());
    if (made) keep(name, made);
  };
}
