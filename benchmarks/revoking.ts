/** Revocations of every kind, each timed from its acknowledgement until every API refuses what it ended. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { carryOut } from '../apps/authorization-server/src/directory/keys/carry-out.ts';
import { rotationPolicies } from '../apps/authorization-server/src/directory/keys/policies.ts';
import { inProcessSigner } from '../apps/authorization-server/src/directory/keys/signer.ts';
import { endAccount } from '../apps/authorization-server/src/directory/revocation/end.ts';
import {
  createRevocations,
  type Revocations,
} from '../apps/authorization-server/src/directory/revocation/revocations.ts';
import type { Cluster } from './cluster.ts';
import { type PlainAnswer, plainRequest } from './plain-request.ts';
import { type MeasuredProgram, tokenRequest } from './product.ts';
import { refreshToken, webAppAuthorization } from './sign-in.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const giveUpMs = 10_000;

/** A token that is good now, and how to end it. Resolves when the end was acknowledged. */
export interface Doomed {
  readonly token: string;
  end(): Promise<void>;
}

/** Makes tokens of one kind to be ended one way. */
export type Kind = (revoking: Revoking) => Promise<Doomed>;

/** How long it took until every API refused the token, and whether it did at all. */
export interface Ended {
  readonly token: string;
  readonly ms: number;
  readonly refused: boolean;
}

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
const headerOf = (token: string): { kid: string } =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string };

/** A cluster, its APIs, and an operator with the database open, as the `gatehouse` command has it. */
export class Revoking {
  readonly cluster: Cluster;
  readonly apis: readonly MeasuredProgram[];
  readonly storage: Storage;
  readonly revocations: Revocations;

  private constructor(cluster: Cluster, apis: readonly MeasuredProgram[], storage: Storage) {
    this.cluster = cluster;
    this.apis = apis;
    this.storage = storage;
    this.revocations = createRevocations(storage, Date.now);
  }

  static async open(cluster: Cluster, apis: readonly MeasuredProgram[]): Promise<Revoking> {
    const key = Buffer.from(readFileSync(join(cluster.state, 'encryption.key'), 'utf8'), 'base64url');
    return new Revoking(cluster, apis, await openStorage({ url: cluster.databaseUrl, sealer: createSealer([key]) }));
  }

  /** Posts a form to the authorization servers. */
  post(path: string, body: Record<string, string>, authorization: string): Promise<PlainAnswer> {
    return plainRequest(`${this.cluster.origin}${path}`, {
      method: 'POST',
      headers: { ...form, authorization },
      body: new URLSearchParams(body).toString(),
    });
  }

  async workerToken(): Promise<string> {
    const { headers, body } = tokenRequest(this.cluster);
    const answer = await plainRequest(`${this.cluster.origin}/token`, { method: 'POST', headers, body });
    return tokenOf(answer, 'access_token');
  }

  get workerAuthorization(): string {
    return tokenRequest(this.cluster).headers['authorization'] as string;
  }

  /** The tokens of a new sign-in of Alice. */
  async alice(): Promise<{ access: string; refresh: string }> {
    const first = await refreshToken(this.cluster);
    const answer = await this.post(
      '/token',
      { grant_type: 'refresh_token', refresh_token: first },
      webAppAuthorization(this.cluster),
    );
    return { access: tokenOf(answer, 'access_token'), refresh: tokenOf(answer, 'refresh_token') };
  }

  async statusAt(api: MeasuredProgram, token: string): Promise<number> {
    const headers = { authorization: `Bearer ${token}` };
    return (await plainRequest(`${api.origin}/secure-data`, { headers })).status;
  }

  /** Waits until every API knows the key of a token. */
  async known(token: string): Promise<void> {
    const limit = performance.now() + giveUpMs;
    for (const api of this.apis) {
      while ((await this.statusAt(api, token)) !== 200 && performance.now() < limit) await delay(50);
    }
  }

  /** Ends the token and waits until every API refuses it. Throws when it was not good before. */
  async time(doomed: Doomed): Promise<Ended> {
    const { token } = doomed;
    for (const api of this.apis) {
      const status = await this.statusAt(api, token);
      if (status !== 200) throw new Error(`a token that nobody ended is answered ${status}`);
    }
    await doomed.end();
    const acknowledgedAt = performance.now();
    const refusedAt = async (api: MeasuredProgram): Promise<boolean> => {
      while (performance.now() - acknowledgedAt < giveUpMs) {
        if ((await this.statusAt(api, token)) === 401) return true;
        await delay(15);
      }
      return false;
    };
    const refused = await Promise.all(this.apis.map(refusedAt));
    return { token, ms: performance.now() - acknowledgedAt, refused: refused.every(Boolean) };
  }

  /** Times so many of a kind, some at once where they do not touch each other. */
  async timeMany(kind: Kind, count: number, atOnce: number): Promise<Ended[]> {
    const ended: Ended[] = [];
    let left = count;
    const worker = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        ended.push(await this.time(await kind(this)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return ended;
  }

  close(): Promise<void> {
    return this.storage.close();
  }
}

function tokenOf({ status, text }: PlainAnswer, name: string): string {
  if (status !== 200) throw new Error(`no token: ${status} ${text}`);
  return (JSON.parse(text) as Record<string, string>)[name] as string;
}

function acknowledged({ status, text }: PlainAnswer): void {
  if (status !== 200) throw new Error(`the revocation was answered ${status} ${text}`);
}

/** What was issued in the second of a revocation "until now" is ended by it too: the next token must be of a later one. */
const nextSecond = (): Promise<void> => delay(1001 - (Date.now() % 1000));

/** The end of this second. */
const untilNow = (): number => Math.floor(Date.now() / 1000) + 1;

export const kinds: Record<string, Kind> = {
  async 'access token'(revoking) {
    const token = await revoking.workerToken();
    return {
      token,
      end: async () => acknowledged(await revoking.post('/token/revocation', { token }, revoking.workerAuthorization)),
    };
  },
  async 'refresh token, so grant'(revoking) {
    const { access, refresh } = await revoking.alice();
    const authorization = webAppAuthorization(revoking.cluster);
    return {
      token: access,
      end: async () => acknowledged(await revoking.post('/token/revocation', { token: refresh }, authorization)),
    };
  },
  async person(revoking) {
    const { access } = await revoking.alice();
    return {
      token: access,
      async end() {
        await revoking.storage.commit(await endAccount(revoking, claimsOf(access)['sub'] as string));
      },
    };
  },
  async client(revoking) {
    await nextSecond();
    const token = await revoking.workerToken();
    return { token, end: () => revoking.storage.commit([revoking.revocations.writes.client('worker', untilNow())]) };
  },
  async 'everything before now'(revoking) {
    await nextSecond();
    const token = await revoking.workerToken();
    return { token, end: () => revoking.storage.commit([revoking.revocations.writes.everything(untilNow())]) };
  },
  async 'compromised key'(revoking) {
    await nextSecond();
    const token = await revoking.workerToken();
    // The key was published a moment ago, in place of the one that was compromised before: APIs learn of it in a second.
    await revoking.known(token);
    const { kid } = headerOf(token);
    const { storage } = revoking;
    const settings = { rotationSeconds: 0, publishAheadSeconds: 0, idTokenSeconds: 300, sessionSeconds: 3600 };
    const policies = await rotationPolicies(storage, settings);
    const signers = [inProcessSigner({ rsaModulusBits: 2048 })] as const;
    const parts = {
      storage,
      signers,
      clock: Date.now,
      onError: (error: unknown) => process.stderr.write(String(error)),
    };
    return {
      token,
      async end() {
        await carryOut(parts, 'token', policies.token, { revoke: kid }, (replacement) =>
          storage.commit([replacement, revoking.revocations.writes.key(kid)]),
        );
      },
    };
  },
};
