/**
 * A sign-in at an upstream that makes nothing: an operator asks for a link, opens it in a browser, signs in there, and reads what came
 * of it. The link and the request that it leads to each count once, for ten minutes together; claims are never stored.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Storage } from '@gatehouse/storage';
import { type Connection, connectionFrom } from '../connections/connections.ts';
import type { UpstreamRequest } from '../connections/upstream/upstream.ts';
import { connectionTested, knownConnection } from './connections.ts';
import type { Caller, Work } from './work.ts';

export const signInTestSeconds = 600;

const linkModel = 'UpstreamTest';
const requestModel = 'UpstreamTestRequest';

type TestStorage = Pick<Storage, 'artefacts' | 'connections' | 'domainProofs'>;

/** A link for one test. Throws OperationRefused when there is no such connection. */
export async function offerSignInTest(
  storage: Pick<Storage, 'artefacts' | 'connections'>,
  caller: Caller,
  { name, nowSeconds }: { readonly name: string; readonly nowSeconds: number },
): Promise<Work & { readonly token: string; readonly expiresAtSeconds: number }> {
  await knownConnection(storage, name);
  const token = randomBytes(32).toString('base64url');
  const expiresAtSeconds = nowSeconds + signInTestSeconds;
  const { writes, events } = connectionTested(caller, name);
  const link = { model: linkModel, id: token, payload: { connection: name }, expiresAtSeconds };
  return { token, expiresAtSeconds, events, writes: [...writes, storage.artefacts.writes.upsert(link)] };
}

/** The connection as it is at this moment, enabled or not; undefined when there is none any more. */
export async function connectionUnderTest(storage: TestStorage, name: string): Promise<Connection | undefined> {
  const record = await storage.connections.find(name);
  if (!record) return undefined;
  const proofs = (await storage.domainProofs.list()).filter(
    ({ connection, provedAtSeconds }) => connection === name && provedAtSeconds !== undefined,
  );
  return connectionFrom(
    record,
    proofs.map(({ domain }) => domain),
  );
}

async function alive({ artefacts }: Pick<Storage, 'artefacts'>, model: string, id: string, nowSeconds: number) {
  const found = await artefacts.find(model, id);
  const isAlive = found && found.consumedAtSeconds === undefined && (found.expiresAtSeconds ?? 0) > nowSeconds;
  return isAlive ? found : undefined;
}

/** Until when a link is good; undefined when it was used, is too old, or is of another connection. */
export async function findSignInTest(
  storage: TestStorage,
  { name, token, nowSeconds }: { readonly name: string; readonly token: string; readonly nowSeconds: number },
): Promise<number | undefined> {
  const link = await alive(storage, linkModel, token, nowSeconds);
  return link?.payload['connection'] === name ? link.expiresAtSeconds : undefined;
}

const sha256 = (browser: string): Buffer => createHash('sha256').update(browser).digest();

/** The link is used up, and the request belongs to this browser. LostRaceError when it was used meanwhile. */
export const beginSignInTest = (
  { artefacts }: Pick<Storage, 'artefacts'>,
  begun: {
    readonly token: string;
    readonly request: UpstreamRequest;
    /** A secret of the browser. */
    readonly browser: string;
    readonly expiresAtSeconds: number;
  },
): Work => ({
  events: [],
  writes: [
    artefacts.writes.consume({ model: linkModel, id: begun.token }),
    artefacts.writes.upsert({
      model: requestModel,
      id: begun.request.state,
      payload: { request: { ...begun.request }, browser: sha256(begun.browser).toString('base64url') },
      expiresAtSeconds: begun.expiresAtSeconds,
    }),
  ],
});

/** The request that an answer belongs to, in the browser that began it; undefined in any other, and when it was used or is too old. */
export async function requestOfSignInTest(
  storage: Pick<Storage, 'artefacts'>,
  { state, browser, nowSeconds }: { readonly state: string; readonly browser: string; readonly nowSeconds: number },
): Promise<UpstreamRequest | undefined> {
  const found = await alive(storage, requestModel, state, nowSeconds);
  if (!found) return undefined;
  const kept = found.payload as unknown as { readonly request: UpstreamRequest; readonly browser: string };
  return timingSafeEqual(Buffer.from(kept.browser, 'base64url'), sha256(browser)) ? kept.request : undefined;
}

/** The answer counts once. LostRaceError at the second time. */
export const endSignInTest = ({ artefacts }: Pick<Storage, 'artefacts'>, state: string): Work => ({
  writes: [artefacts.writes.consume({ model: requestModel, id: state })],
  events: [],
});
