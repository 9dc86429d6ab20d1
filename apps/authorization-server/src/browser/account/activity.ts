/** Recent security events of the account, from the audit. */

import type { Storage } from '@gatehouse/storage';
import { accountClientId } from '../../directory/clients/built-in.ts';
import type { Clients } from '../../directory/clients/clients.ts';
import { identityOf } from '../../directory/clients/identity.ts';
import { recordedPasskey } from '../../directory/operations/factors.ts';
import { activityPage, type EventCode, type EventLine } from '../../pages/account/activity.ts';
import type { AccountPage, AccountRequest } from './account-request.ts';
import { frameOf, sendPage } from './answer.ts';
import { deviceName } from './device.ts';

interface ActivityDependencies {
  readonly storage: Pick<Storage, 'audit' | 'apiCredentials'>;
  readonly clients: Pick<Clients, 'find'>;
}

const shown = 50;
const timeOf = (data: Record<string, unknown>) => Date.parse(String(data['time']));
/** What users need no word of its own for. */
const shownAs: Readonly<Record<string, EventCode>> = {
  'session.ended_upstream': 'session.ended',
  'account.synchronized': 'profile.changed',
};
const steps: ReadonlySet<string> = new Set(['sign_in.password', 'sign_in.second_factor']);

/** What it was done to. */
const targetOf = ({ target }: Record<string, unknown>): string => {
  const id = typeof target === 'object' && target !== null && 'id' in target ? target.id : undefined;
  return typeof id === 'string' ? id : '';
};

/** What the user calls their passkeys and API keys, by their identifiers. */
async function namesOf({ storage }: ActivityDependencies, { account, factors }: AccountRequest) {
  const keys = await storage.apiCredentials.list({ accountId: account.id });
  return new Map([
    ...keys.map(({ id, name }) => [id, name] as const),
    ...factors.passkeys.map(({ reference, name }) => [recordedPasskey(reference), name] as const),
  ]);
}

async function showActivity(dependencies: ActivityDependencies, request: AccountRequest): Promise<void> {
  const { account, text, nowSeconds } = request;
  const records = await dependencies.storage.audit.list({ accountId: account.id, limit: shown * 4 });
  const names = await namesOf(dependencies, request);
  const events: EventLine[] = [];
  for (const { type: recorded, clientId, data } of records.toSorted((a, b) => timeOf(b.data) - timeOf(a.data))) {
    const type = shownAs[recorded] ?? recorded;
    if (!Object.hasOwn(text.events, type) || events.length >= shown) continue;
    const failed = data['outcome'] === 'failure';
    // A step that went well is said by what it led to.
    if (steps.has(type) && !failed) continue;
    const client =
      clientId === undefined || clientId === accountClientId ? undefined : await dependencies.clients.find(clientId);
    events.push({
      event: type as EventCode,
      failed,
      atSeconds: Math.floor(timeOf(data) / 1000),
      device: deviceName(text, data['user_agent']),
      name: names.get(targetOf(data)),
      ofApp: data['reason'] === 'totp',
      address: typeof data['ip'] === 'string' && data['ip'] !== '' ? data['ip'] : undefined,
      clientName: client && identityOf(client, text).name,
    });
  }
  sendPage(request, activityPage({ ...frameOf(request), events, nowSeconds }));
}

export const page: AccountPage<ActivityDependencies> = {
  section: 'activity',
  routes: { '/activity': { get: showActivity } },
};
