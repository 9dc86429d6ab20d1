/** oidc-provider's adapter over our stores: every artefact it keeps goes through here, and every write through a unit of work. */
import type { KinKind, Storage, Write } from '@gatehouse/storage';
import type { Adapter } from 'oidc-provider';
import { currentUnit, noticing, type Payload, type UnitOfWork } from './unit-of-work.ts';

export interface AdapterDependencies {
  readonly storage: Pick<Storage, 'artefacts' | 'commit'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Whose it is; of an interaction, who has just signed in there and has no session yet. */
const accountIn = ({ accountId, result }: NonNullable<Payload>) =>
  text(accountId) ?? text((result as { login?: { accountId?: unknown } } | undefined)?.login?.accountId);

/** What our overrides of oidc-provider need beyond its own adapter interface; see `engine.ts`. */
export interface ArtefactAdapter extends Adapter {
  /** Removes every artefact with this uid. */
  destroyByUid(uid: string): Promise<void>;
  /** Remembers the id until it expires; the commit fails with LostRaceError when it was there already. */
  once(id: string, expiresAtSeconds: number): Promise<void>;
}

/** The adapter of a model, or of one that was made by it. */
export const adapterOf = (model: unknown): ArtefactAdapter => (model as { readonly adapter: ArtefactAdapter }).adapter;

/** Models that are used together with a look at their grant, session and account. */
const withKin: ReadonlyMap<string, KinKind> = new Map([
  ['AuthorizationCode', 'code'],
  ['AccessToken', 'token'],
  ['ClientCredentials', 'token'],
  ['RefreshToken', 'token'],
  ['Session', 'session'],
]);

function artefactAdapter(model: string, { storage, clock }: AdapterDependencies): ArtefactAdapter {
  const { artefacts } = storage;
  const { writes } = artefacts;
  const nowSeconds = () => Math.floor(clock() / 1000);

  const write = async (entry: Write, evenWhenRefused = false) => {
    const unit = currentUnit();
    if (unit) unit.add(entry, evenWhenRefused);
    else await storage.commit([entry]);
  };
  const writeWork = async (entry: Write) => {
    const unit = currentUnit();
    if (unit && model === 'RefreshToken') unit.addRotation(entry);
    else await write(entry);
  };
  const payloadOf = (found: Awaited<ReturnType<typeof artefacts.find>>): Payload =>
    found &&
    (found.consumedAtSeconds === undefined ? found.payload : { ...found.payload, consumed: found.consumedAtSeconds });

  /** One read for what every use of a code, token or session asks for, one after the other. */
  const findWithKin = async (unit: UnitOfWork, kind: KinKind, id: string): Promise<Payload> => {
    // Introspection looks for its token among all models at once.
    const { artefact, grant, session, account } = await unit.together(`${kind}:${id}`, () =>
      noticing(() => artefacts.findWithKin(kind, id)),
    );
    if (artefact?.model !== model) return undefined;
    const { grantId, sessionUid, accountId } = artefact.payload;
    if (typeof grantId === 'string') unit.see('Grant', grantId, payloadOf(grant));
    if (typeof sessionUid === 'string') unit.see('Session', `uid:${sessionUid}`, payloadOf(session));
    // By the column the account was looked for; what is sealed decides whose the token is.
    if (typeof accountId === 'string' && accountId === artefact.accountId) unit.seeAccount(accountId, account);
    return payloadOf(artefact);
  };

  return {
    async upsert(id, payload, expiresIn) {
      currentUnit()?.see(model, id, payload);
      const expiresAtSeconds = payload.exp ?? (expiresIn ? nowSeconds() + expiresIn : undefined);
      const columns = {
        expiresAtSeconds,
        // The columns by which a code or refresh token is found together with its grant and its session.
        grantId: model === 'Grant' ? id : text(payload.grantId),
        uid: text(payload.uid) ?? text(payload.sessionUid),
        userCode: text(payload.userCode),
        accountId: accountIn(payload),
        clientId: text(payload.clientId),
      };
      await writeWork(writes.upsert({ model, id, payload: payload, ...columns }));
    },
    async find(id) {
      const unit = currentUnit();
      const seen = unit?.seen(model, id);
      if (seen?.has) return seen.payload;
      const kind = withKin.get(model);
      const payload =
        unit && kind ? await findWithKin(unit, kind, id) : payloadOf(await noticing(() => artefacts.find(model, id)));
      unit?.see(model, id, payload);
      return payload;
    },
    async findByUid(uid) {
      const seen = currentUnit()?.seen(model, `uid:${uid}`);
      if (seen?.has) return seen.payload;
      return payloadOf(await noticing(() => artefacts.findByUid(model, uid)));
    },
    async findByUserCode(userCode) {
      return payloadOf(await noticing(() => artefacts.findByUserCode(model, userCode)));
    },
    async consume(id) {
      const unit = currentUnit();
      const seen = unit?.seen(model, id).payload;
      if (seen) unit?.see(model, id, { ...seen, consumed: nowSeconds() });
      await writeWork(writes.consume({ model, id, atSeconds: nowSeconds(), grantId: text(seen?.['grantId']) }));
    },
    async destroy(id) {
      currentUnit()?.see(model, id, undefined);
      // An interaction is resumed once: of two resumes at once only one may go on to a code.
      if (model === 'Interaction') await write(writes.consume({ model, id, atSeconds: nowSeconds() }));
      await write(writes.destroy({ model, id }), model !== 'Grant');
    },
    async revokeByGrantId(grantId) {
      await write(writes.revokeGrant({ grantId, models: [model] }));
    },
    async destroyByUid(uid) {
      await write(writes.destroyByUid({ model, uid }), true);
    },
    async once(id, expiresAtSeconds) {
      await write(writes.once({ model, id, expiresAtSeconds }), true);
    },
  };
}

const refuse = async () => {
  throw new Error(
    'clients are found by Client.find (engine.ts) and written through the registry and the command line only',
  );
};

const clientAdapter: Adapter = {
  find: refuse,
  upsert: refuse,
  destroy: refuse,
  consume: refuse,
  revokeByGrantId: refuse,
  findByUid: refuse,
  findByUserCode: refuse,
};

/** What oidc-provider asks for an adapter by the model's name. */
export const createAdapter =
  (dependencies: AdapterDependencies) =>
  (model: string): Adapter =>
    model === 'Client' ? clientAdapter : artefactAdapter(model, dependencies);
