/** A person's API keys: what there is, making one that allows no more than the person may do, revoking it (GW-07). */
import { field, fields } from '@gatehouse/html';
import { HttpError } from '@gatehouse/http';
import { type ApiCredentialRecord, LostRaceError } from '@gatehouse/storage';
import { expiryAfter, statusOfCredential } from '../../directory/accounts/api-credentials.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import {
  addApiKey,
  credentialName,
  hasMostApiKeys,
  mostApiKeys,
  revokeCredential,
} from '../../directory/operations/api-credentials.ts';
import type { Resource } from '../../directory/resources/schema.ts';
import { apiKeysPage, chooseApiPage, type KeyScope, madeKeyPage, makeKeyPage } from '../../pages/account/api-keys.ts';
import { confirmPage } from '../../pages/account/security.ts';
import { type FormErrorCode, fillPlain, scopeSentence } from '../../texts/catalog.ts';
import { frameOf, leadTo, sendPage } from './answer.ts';
import { type AccountParts, callerOf, type Visit } from './visit.ts';

/** Days that a key may work; the last is the most. */
const lifetimesDays = [7, 30, 90, 180, 365] as const;
const usualDays = 90;
const listPath = '/account/api-keys';

/** How an API is named in addresses of these pages. */
const referenceOf = ({ indicator }: Resource): string => Buffer.from(indicator).toString('base64url');

const scopesFor = ({ text }: Visit, resource: Resource | undefined, names: Iterable<string>): KeyScope[] =>
  [...names].map((name) => ({ name, sentence: scopeSentence(text, name, resource?.scopes[name]) }));

/** The APIs of which the person's roles give something. */
const usableApis = ({ resources }: AccountParts, { account }: Visit): Resource[] =>
  resources.list().filter(({ indicator }) => resources.scopesOfRoles(account.roles, indicator).size > 0);

/** The API that the address names. Throws HttpError when the person's roles give nothing of it. */
function apiIn(parts: AccountParts, visit: Visit): Resource {
  const named = usableApis(parts, visit).find((api) => referenceOf(api) === visit.request.params['api']);
  if (!named) throw new HttpError(404, 'not_found', 'there is no such API for this person');
  return named;
}

/** All keys of the person, those revoked too. */
const keysOf = async ({ storage }: AccountParts, { account }: Visit): Promise<ApiCredentialRecord[]> =>
  (await storage.apiCredentials.list({ accountId: account.id })).filter(({ kind }) => kind === 'api_key');

/** The key that the address names. Throws HttpError when it is none of this person's. */
async function keyIn(parts: AccountParts, visit: Visit): Promise<ApiCredentialRecord> {
  const key = (await keysOf(parts, visit)).find(({ id }) => id === visit.request.params['id']);
  if (!key) throw new HttpError(404, 'not_found', 'there is no such key of this person');
  return key;
}

const isFull = (parts: AccountParts, { account }: Visit) => hasMostApiKeys(parts, account.id);

export async function showApiKeys(parts: AccountParts, visit: Visit): Promise<void> {
  const { nowSeconds } = visit;
  const keys = (await keysOf(parts, visit))
    .filter((key) => key.revokedAtSeconds === undefined)
    .map((key) => ({
      ...key,
      apis: Object.entries(key.scopes).map(([indicator, names]) => {
        const resource = parts.resources.find(indicator);
        return { name: resource?.name ?? indicator, scopes: scopesFor(visit, resource, names) };
      }),
    }));
  const active = keys.filter((key) => statusOfCredential(key, nowSeconds) === 'active');
  const hasApis = usableApis(parts, visit).length > 0;
  sendPage(visit, apiKeysPage({ ...frameOf(visit), keys, nowSeconds, hasApis, isFull: active.length >= mostApiKeys }));
}

/** Which API the key is for; not asked when there is but one. */
export async function chooseApi(parts: AccountParts, visit: Visit): Promise<void> {
  const apis = usableApis(parts, visit).map((api) => ({ name: api.name, href: `${listPath}/new/${referenceOf(api)}` }));
  const [only, ...others] = apis;
  if (!only || (await isFull(parts, visit))) leadTo(visit, listPath);
  else if (others.length === 0) leadTo(visit, only.href);
  else sendPage(visit, chooseApiPage({ ...frameOf(visit), apis }));
}

const nameIn = ({ request }: Visit): string => credentialName(field(request.body, 'name'));

function showForm(parts: AccountParts, visit: Visit, api: Resource, code?: FormErrorCode, status?: number): void {
  const { account, request, text } = visit;
  const error = code && { code, text: text.formErrors[code] };
  const days = Number(field(request.body, 'days'));
  sendPage(
    visit,
    makeKeyPage({
      ...frameOf(visit, error),
      action: `${listPath}/new/${referenceOf(api)}`,
      api: api.name,
      name: nameIn(visit),
      scopes: scopesFor(visit, api, parts.resources.scopesOfRoles(account.roles, api.indicator)),
      chosen: fields(request.body, 'scope'),
      lifetimesDays,
      days: lifetimesDays.find((one) => one === days) ?? usualDays,
    }),
    status,
  );
}

export async function showMakeKey(parts: AccountParts, visit: Visit): Promise<void> {
  const api = apiIn(parts, visit);
  if (await isFull(parts, visit)) leadTo(visit, listPath);
  else showForm(parts, visit, api);
}

/** What is said about each refusal; what the form does not offer was not posted by it. */
const refusals: Readonly<Record<string, readonly [FormErrorCode, number]>> = {
  name_missing: ['key_name_missing', 400],
  key_limit: ['key_limit', 409],
  unknown_scope: ['key_refused', 403],
  beyond_roles: ['key_refused', 403],
};

export async function makeKey(parts: AccountParts, visit: Visit): Promise<void> {
  const { account: owner, request, nowSeconds } = visit;
  const api = apiIn(parts, visit);
  const refuse = (code: FormErrorCode, status = 400) => showForm(parts, visit, api, code, status);
  const name = nameIn(visit);
  const scopes = fields(request.body, 'scope');
  const days = lifetimesDays.find((one) => String(one) === field(request.body, 'days'));
  if (name === '') refuse('key_name_missing');
  else if (scopes.length === 0) refuse('key_scopes_missing');
  else if (days === undefined) refuse('key_refused', 403);
  else {
    const wanted = { owner, name, indicator: api.indicator, scopes, expiresAtSeconds: expiryAfter(days, nowSeconds) };
    try {
      const added = await addApiKey(parts, callerOf(visit), wanted);
      await parts.commit(added);
      sendPage(visit, madeKeyPage({ ...frameOf(visit), key: added.secret }));
    } catch (error) {
      const said = error instanceof OperationRefused ? refusals[error.code] : undefined;
      if (!said) throw error;
      refuse(...said);
    }
  }
}

export async function askRevokeKey(parts: AccountParts, visit: Visit): Promise<void> {
  const { apiKeys } = visit.text.account;
  const { id, name } = await keyIn(parts, visit);
  sendPage(
    visit,
    confirmPage({
      ...frameOf(visit),
      section: 'apiKeys',
      action: `${listPath}/${id}/revoke`,
      heading: fillPlain(apiKeys.revokeHeading, { name }),
      consequence: apiKeys.revokeConsequence,
      submit: apiKeys.revoke,
    }),
  );
}

export async function revokeKey(parts: AccountParts, visit: Visit): Promise<void> {
  const { id } = await keyIn(parts, visit);
  try {
    const accountId = visit.account.id;
    await parts.commit(await revokeCredential(parts, callerOf(visit), { kind: 'api_key', id, accountId }));
  } catch (error) {
    // It is revoked already, which is what was wanted.
    const isRevoked = error instanceof OperationRefused && error.code === 'already_revoked';
    if (!isRevoked && !(error instanceof LostRaceError)) throw error;
  }
  leadTo(visit, listPath, 'api_key_revoked');
}
