/** dex with a password of its own. Its access tokens are made like its ID tokens, so no profile of ours is for them. */

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenProfile } from '@gatehouse/oauth-guard';
import { freePort } from '@gatehouse/testkit';
import { expect } from '@jest/globals';
import { missing, type Running, startForeign } from '../foreign-program.ts';
import {
  askForTokens,
  BUILT,
  type IssuerOfOthers,
  type OwnTest,
  type RunningIssuer,
  START_LIMIT_MS,
} from './issuer-of-others.ts';

const SECRET = randomBytes(24).toString('base64url');
/** How dex names an API: as a client, whose peers may ask for tokens for it. */
const AUDIENCE = 'notes-api';

/** What the README of oauth-guard gives for dex. */
const profile: TokenProfile = {
  types: [],
  untyped: true,
  client: ['azp'],
  scopes: [],
  roles: ['groups'],
  required: ['at_hash', 'iat'],
  refused: ['events'],
};

// The example of dex's documentation: the hash of "password".
const configuration = (origin: string): string => `issuer: ${origin}/dex
storage: { type: memory }
web: { http: "${new URL(origin).host}" }
oauth2: { passwordConnector: local, grantTypes: [authorization_code, refresh_token, password] }
staticClients:
  - { id: job, name: Job, secret: "${SECRET}", redirectURIs: ["http://127.0.0.1/callback"] }
  - { id: ${AUDIENCE}, name: Notes, secret: "${SECRET}", redirectURIs: ["http://127.0.0.1/callback"], trustedPeers: [job] }
enablePasswordDB: true
staticPasswords:
  - email: alice@example.org
    username: alice
    userID: 08a8684b-db88-4b73-90a9-3cd1661f5466
    hash: $2a$10$2b2cU8CPhOTaGrs1HRQuAueS7JTT5ZHsHSzYiFPm1leZck7Mc8T4W
`;

const startAt = (origin: string, folder: string): Promise<Running> =>
  startForeign(
    'dex',
    folder,
    `${origin}/dex/.well-known/openid-configuration`,
    async () => {
      writeFileSync(join(folder, 'dex.yaml'), configuration(origin), { mode: 0o600 });
      return { command: join(BUILT, 'dex'), parameters: ['serve', 'dex.yaml'], env: {} };
    },
    START_LIMIT_MS,
  );

async function start(folder: string): Promise<RunningIssuer> {
  const origin = `http://127.0.0.1:${await freePort()}`;
  let running = await startAt(origin, folder);
  const ask = (client: string, scope: string) =>
    askForTokens(
      `${origin}/dex/token`,
      { grant_type: 'password', username: 'alice@example.org', password: 'password', scope },
      { authorization: `Basic ${Buffer.from(`${client}:${SECRET}`).toString('base64')}` },
    );
  const own = await ask(AUDIENCE, 'openid email offline_access');
  return {
    url: `${origin}/dex`,
    tokens: {
      'access token': own['access_token']!,
      'access token of a peer': (await ask('job', `openid audience:server:client_id:${AUDIENCE}`))['access_token']!,
      'access token of another client': (await ask('job', 'openid email'))['access_token']!,
      'ID token': own['id_token']!,
      'refresh token': own['refresh_token']!,
    },
    another: async () => (await ask(AUDIENCE, 'openid'))['access_token']!,
    // Its keys are in memory with everything else.
    rotate: async () => {
      await running.stop();
      running = await startAt(origin, join(folder, 'restarted'));
    },
    stop: () => running.stop(),
  };
}

const peer: OwnTest = {
  title: 'accepts a token that another client asked for, where several audiences are accepted',
  check: async ({ tokens }, open) => {
    const api = await open({ audience: [AUDIENCE, 'job'] });
    const verdict = await api.judge(tokens['access token of a peer']!);
    expect(verdict).toMatchObject({ status: 200, principal: { clientId: 'job' } });
  },
};

const alike: OwnTest = {
  title: 'is not taken in by the generic profile, because its access tokens cannot be told from its ID tokens',
  check: async ({ tokens }, open) => {
    const api = await open({ profile: 'generic' });
    for (const name of ['access token', 'ID token']) {
      expect(await api.judge(tokens[name]!)).toMatchObject({ status: 401, reason: 'invalid_claims' });
    }
  },
};

export const dex: IssuerOfOthers = {
  name: 'dex 2.41.1',
  missing: missing(join(BUILT, 'dex'), '"npm run issuers:prepare" has not built it'),
  byHand: true,
  profile,
  audience: [AUDIENCE],
  otherAudiences: ['job'],
  accepted: { 'access token': { clientId: '', scopes: [], roles: [] } },
  refused: {
    'refresh token': { reason: 'opaque_token', whateverAudience: true },
    'access token of another client': { reason: 'wrong_audience' },
    'access token of a peer': { reason: 'several_audiences' },
  },
  own: [peer, alike],
  start,
};
