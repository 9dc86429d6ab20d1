/** A user's API keys: what there is, making one that allows no more than the user may do, revoking it (GW-07). */
import { field, fields, inLanguage } from '@gatehouse/html';
import { HttpError } from '@gatehouse/http';
import { type ApiCredentialRecord, LostRaceError } from '@gatehouse/storage';
import { expiryAfter, statusOfCredential } from '../../directory/accounts/api-credentials.ts';
import type { Clients } from '../../directory/clients/clients.ts';
import { type Gateway, gatewaysAmong, gatewayTo } from '../../directory/clients/gateway.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import {
  addApiKey,
  type CredentialDependencies,
  credentialName,
  hasMostApiKeys,
  mostApiKeys,
  revokeCredential,
} from '../../directory/operations/api-credentials.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import type { Resources } from '../../directory/resources/resources.ts';
import type { Resource } from '../../directory/resources/schema.ts';
import { apiKeysPage, chooseApiPage, type KeyScope, madeKeyPage, makeKeyPage } from '../../pages/account/api-keys.ts';
import { confirmPage } from '../../pages/account/security.ts';
import { type FormErrorCode, fillPlain, scopeSentence } from '../../texts/catalog.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { frameOf, leadTo, sendPage, sendPageWithControls } from './answer.ts';

interface ApiKeysDependencies extends CredentialDependencies {
  readonly resources: Pick<Resources, 'find' | 'list' | 'scopesOfRoles'>;
  readonly clients: Pick<Clients, 'list'>;
  readonly commit: Commit;
}

/** Days that a key may work; the last is the most. */
const lifetimesDays = [7, 30, 90, 180, 365] as const;
const usualDays = 90;
const listPath = '/account/api-keys';

/** How an API is named in addresses of these pages. */
const referenceOf = ({ indicator }: Resource): string => Buffer.from(indicator).toString('base64url');

const nameOf = <Api extends Resource | undefined>({ text }: AccountRequest, api: Api) =>
  (api && inLanguage(api.name, text.language)) as Api extends Resource ? string : undefined;

const scopesFor = ({ text }: AccountRequest, resource: Resource | undefined, names: Iterable<string>): KeyScope[] =>
  [...names].map((name) => ({ name, sentence: scopeSentence(text, name, resource?.scopes[name]) }));

/** The APIs of which the user's roles give something, as far as a gateway leads to them. */
const usableApis = (
  { resources }: ApiKeysDependencies,
  { account }: AccountRequest,
  gateways: readonly Gateway[],
): Resource[] =>
  resources
    .list()
    .filter(
      ({ indicator }) => gatewayTo(gateways, indicator) && resources.scopesOfRoles(account.roles, indicator).size > 0,
    );

const gatewaysIn = async ({ clients }: ApiKeysDependencies) => gatewaysAmong(await clients.list());

/** The API that the address names. Throws HttpError when the user's roles give nothing of it. */
function apiIn(dependencies: ApiKeysDependencies, request: AccountRequest, gateways: readonly Gateway[]): Resource {
  const named = usableApis(dependencies, request, gateways).find(
    (api) => referenceOf(api) === request.http.params['api'],
  );
  if (!named) throw new HttpError(404, 'not_found', 'there is no such API for this user');
  return named;
}

/** All keys of the user, those revoked too. */
const keysOf = async ({ storage }: ApiKeysDependencies, { account }: AccountRequest): Promise<ApiCredentialRecord[]> =>
  (await storage.apiCredentials.list({ accountId: account.id })).filter(({ kind }) => kind === 'api_key');

/** The key that the address names. Throws HttpError when it is none of this user's. */
async function keyIn(dependencies: ApiKeysDependencies, request: AccountRequest): Promise<ApiCredentialRecord> {
  const key = (await keysOf(dependencies, request)).find(({ id }) => id === request.http.params['id']);
  if (!key) throw new HttpError(404, 'not_found', 'there is no such key of this user');
  return key;
}

const isFull = (dependencies: ApiKeysDependencies, { account }: AccountRequest) =>
  hasMostApiKeys(dependencies, account.id);

async function showApiKeys(dependencies: ApiKeysDependencies, request: AccountRequest): Promise<void> {
  const { nowSeconds } = request;
  const keys = (await keysOf(dependencies, request))
    .filter((key) => key.revokedAtSeconds === undefined)
    .map((key) => ({
      ...key,
      apis: Object.entries(key.scopes).map(([indicator, names]) => {
        const resource = dependencies.resources.find(indicator);
        return { name: nameOf(request, resource) ?? indicator, scopes: scopesFor(request, resource, names) };
      }),
    }));
  const active = keys.filter((key) => statusOfCredential(key, nowSeconds) === 'active');
  const gateways = await gatewaysIn(dependencies);
  const hasApis = usableApis(dependencies, request, gateways).length > 0;
  sendPage(
    request,
    apiKeysPage({
      ...frameOf(request),
      keys,
      nowSeconds,
      hasGateway: gateways.length > 0,
      hasApis,
      isFull: active.length >= mostApiKeys,
    }),
  );
}

/** Which API the key is for; not asked when there is but one. */
async function chooseApi(dependencies: ApiKeysDependencies, request: AccountRequest): Promise<void> {
  const apis = usableApis(dependencies, request, await gatewaysIn(dependencies)).map((api) => ({
    name: nameOf(request, api),
    href: `${listPath}/new/${referenceOf(api)}`,
  }));
  const [only, ...others] = apis;
  if (!only || (await isFull(dependencies, request))) leadTo(request, listPath);
  else if (others.length === 0) leadTo(request, only.href);
  else sendPage(request, chooseApiPage({ ...frameOf(request), apis }));
}

const nameIn = ({ http }: AccountRequest): string => credentialName(field(http.body, 'name'));

function showForm(
  dependencies: ApiKeysDependencies,
  request: AccountRequest,
  api: Resource,
  code?: FormErrorCode,
  status?: number,
): void {
  const { account, http, text } = request;
  const error = code && { code, text: text.formErrors[code] };
  const days = Number(field(http.body, 'days'));
  sendPage(
    request,
    makeKeyPage({
      ...frameOf(request, error),
      action: `${listPath}/new/${referenceOf(api)}`,
      api: nameOf(request, api),
      name: nameIn(request),
      scopes: scopesFor(request, api, dependencies.resources.scopesOfRoles(account.roles, api.indicator)),
      chosen: fields(http.body, 'scope'),
      lifetimesDays,
      days: lifetimesDays.find((one) => one === days) ?? usualDays,
    }),
    status,
  );
}

async function showMakeKey(dependencies: ApiKeysDependencies, request: AccountRequest): Promise<void> {
  const api = apiIn(dependencies, request, await gatewaysIn(dependencies));
  if (await isFull(dependencies, request)) leadTo(request, listPath);
  else showForm(dependencies, request, api);
}

/** What is said about each refusal; what the form does not offer was not posted by it. */
const refusals: Readonly<Record<string, readonly [FormErrorCode, number]>> = {
  name_missing: ['key_name_missing', 400],
  key_limit: ['key_limit', 409],
  unknown_scope: ['key_refused', 403],
  beyond_roles: ['key_refused', 403],
};

async function makeKey(dependencies: ApiKeysDependencies, request: AccountRequest): Promise<void> {
  const { account: owner, http, nowSeconds } = request;
  const gateways = await gatewaysIn(dependencies);
  const api = apiIn(dependencies, request, gateways);
  const refuse = (code: FormErrorCode, status = 400) => showForm(dependencies, request, api, code, status);
  const name = nameIn(request);
  const scopes = fields(http.body, 'scope');
  const days = lifetimesDays.find((one) => String(one) === field(http.body, 'days'));
  if (name === '') refuse('key_name_missing');
  else if (scopes.length === 0) refuse('key_scopes_missing');
  else if (days === undefined) refuse('key_refused', 403);
  else {
    const wanted = { owner, name, indicator: api.indicator, scopes, expiresAtSeconds: expiryAfter(days, nowSeconds) };
    try {
      const added = await addApiKey(dependencies, callerOf(request), wanted);
      await dependencies.commit(added);
      sendPageWithControls(
        request,
        madeKeyPage({
          ...frameOf(request),
          key: added.secret,
          gatewayAddress: gatewayTo(gateways, api.indicator)?.address,
        }),
      );
    } catch (error) {
      const said = error instanceof OperationRefused ? refusals[error.code] : undefined;
      if (!said) throw error;
      refuse(...said);
    }
  }
}

async function askRevokeKey(dependencies: ApiKeysDependencies, request: AccountRequest): Promise<void> {
  const { apiKeys } = request.text.account;
  const { id, name } = await keyIn(dependencies, request);
  sendPage(
    request,
    confirmPage({
      ...frameOf(request),
      section: 'apiKeys',
      cancelHref: listPath,
      action: `${listPath}/${id}/revoke`,
      heading: fillPlain(apiKeys.revokeHeading, { name }),
      consequence: apiKeys.revokeConsequence,
      submit: apiKeys.revoke,
    }),
  );
}

async function revokeKey(dependencies: ApiKeysDependencies, request: AccountRequest): Promise<void> {
  const { id } = await keyIn(dependencies, request);
  try {
    const accountId = request.account.id;
    await dependencies.commit(
      await revokeCredential(dependencies, callerOf(request), { kind: 'api_key', id, accountId }),
    );
  } catch (error) {
    // It is revoked already, which is what was wanted.
    const isRevoked = error instanceof OperationRefused && error.code === 'already_revoked';
    if (!isRevoked && !(error instanceof LostRaceError)) throw error;
  }
  leadTo(request, listPath, 'api_key_revoked');
}

export const page: AccountPage<ApiKeysDependencies> = {
  section: 'apiKeys',
  routes: {
    '/api-keys': { get: showApiKeys },
    '/api-keys/new': { get: chooseApi, recent: true },
    '/api-keys/new/:api': { get: showMakeKey, post: makeKey, recent: true },
    '/api-keys/:id/revoke': { get: askRevokeKey, post: revokeKey, recent: true },
  },
};
