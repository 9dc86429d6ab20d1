/** Real issuers of other people: what they issue is accepted by the profile that has their name, and nothing else of theirs. */

import { join } from 'node:path';
import type { RequestAuth } from '@gatehouse/oauth-guard';
import { eventually, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dex } from './dex.ts';
import { hydra } from './hydra.ts';
import { API, type OpenOptions, type RunningIssuer, type Said, START_LIMIT_MS } from './issuer-of-others.ts';
import { keycloak } from './keycloak.ts';
import { type ProtectedApi, protectedApi } from './protected-api.ts';
import { spring } from './spring.ts';

const CI = process.env['CI'] === 'true';
const all = [keycloak, spring, hydra, dex];
// CI does not build these two; whoever reads its output sees that they were left out.
const leftOut = CI ? all.filter(({ byHand, missing }) => byHand && missing !== undefined) : [];
for (const { name, missing } of leftOut) process.stderr.write(`LEFT OUT ${name}: ${missing}\n`);
const issuers = all.filter((issuer) => !leftOut.includes(issuer));

const kidOf = (token: string): unknown => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()).kid;
const said = ({ subject, clientId, scopes, roles }: RequestAuth): Required<Said> => ({
  subject,
  clientId,
  scopes: scopes.toSorted(),
  roles: roles.toSorted(),
});

describe.each(issuers.map((issuer) => [issuer.name, issuer] as const))('G4 %s', (_name, issuer) => {
  if (issuer.missing !== undefined && !CI) {
    it.skip(`its tokens are accepted [SKIP: ${issuer.missing}]`, () => undefined);
    return;
  }
  let folder: TemporaryDirectory;
  let running: RunningIssuer;
  const apis: ProtectedApi[] = [];

  beforeAll(async () => {
    if (issuer.missing !== undefined) throw new Error(issuer.missing);
    folder = await temporaryDirectory();
    running = await issuer.start(join(folder.path, 'issuer'));
  }, START_LIMIT_MS);
  afterEach(async () => {
    for (const api of apis.splice(0)) await api.stop();
  });
  afterAll(async () => {
    await running?.stop();
    await folder?.remove();
  });

  const open = async (
    { issuer: url = running.url, profile = issuer.profile, audience = issuer.audience, clients }: OpenOptions = {},
    secondsAhead = 0,
  ): Promise<ProtectedApi> => {
    const api = await protectedApi({
      resource: API,
      audience,
      allowSeveralAudiences: audience.length > issuer.audience.length,
      issuers: [{ issuer: url, profile, ...(clients && { clients }) }],
      time: { now: () => Date.now() + secondsAhead * 1000, monotonic: () => performance.now() },
    });
    apis.push(api);
    return api;
  };

  it.each(Object.entries(issuer.accepted))('accepts its %s, and reads who calls', async (name, facts) => {
    const api = await open();
    const { status, detail, principal } = await api.judge(running.tokens[name]!);
    expect({ status, detail }).toEqual({ status: 200, detail: undefined });
    expect(said(principal!)).toMatchObject(facts);
  });

  it.each(Object.entries(issuer.refused))('refuses its %s', async (name, { reason, detail, whateverAudience }) => {
    const audience = [...issuer.audience, ...(whateverAudience ? issuer.otherAudiences : [])];
    const api = await open({ audience });
    const verdict = await api.judge(running.tokens[name]!);
    expect(verdict).toMatchObject({ status: 401, reason });
    if (detail) expect(verdict.detail).toMatch(detail);
  });

  it('refuses its access token once that has expired', async () => {
    const api = await open({}, 25 * 3600);
    const [name] = Object.keys(issuer.accepted);
    expect(await api.judge(running.tokens[name!]!)).toMatchObject({ status: 401, reason: 'token_expired' });
  });

  it('refuses its access token when a letter of it was changed', async () => {
    const api = await open();
    const [name] = Object.keys(issuer.accepted);
    const [header, payload, signature = ''] = running.tokens[name!]!.split('.');
    const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    const verdict = await api.judge([header, payload, changed].join('.'));
    expect(verdict).toMatchObject({ status: 401, reason: 'bad_signature' });
  });

  for (const { title, check } of issuer.own ?? []) it(title, () => check(running, open));

  // Last, because the issuer is another one afterwards.
  it(
    'follows its change of keys',
    async () => {
      const api = await open();
      const before = await running.another();
      expect(await api.judge(before)).toMatchObject({ status: 200 });
      await running.rotate();
      const after = await running.another();
      expect(kidOf(after)).not.toBe(kidOf(before));
      await eventually(async () => (await api.judge(after)).status === 200);
    },
    START_LIMIT_MS,
  );
});
