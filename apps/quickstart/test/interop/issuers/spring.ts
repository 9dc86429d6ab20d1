/** An application of Spring Boot with Spring Authorization Server, set up by its properties. */

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@gatehouse/testkit';
import { expect } from '@jest/globals';
import * as oauth from 'openid-client';
import { missing, type Running, SHORT_LIVED_JAVA, startForeign } from '../foreign-program.ts';
import {
  API,
  askForTokens,
  BUILT,
  type IssuerOfOthers,
  type OwnTest,
  type RunningIssuer,
  START_LIMIT_MS,
  Visitor,
} from './issuer-of-others.ts';

// Spring wants another secret for each client.
const SECRETS = { shop: randomBytes(24).toString('base64url'), job: randomBytes(24).toString('base64url') };
const PASSWORD = randomBytes(24).toString('base64url');
const CALLBACK = 'http://127.0.0.1/callback';

function properties(origin: string): string {
  const { hostname, port } = new URL(origin);
  const clients = Object.entries(SECRETS).map(([id, secret]) => {
    const client = `spring.security.oauth2.authorizationserver.client.${id}.registration`;
    return `${client}.client-id=${id}
${client}.client-secret={noop}${secret}
${client}.client-authentication-methods=client_secret_post
${client}.authorization-grant-types=client_credentials,authorization_code,refresh_token
${client}.redirect-uris=${CALLBACK}
${client}.scopes=openid,notes:read,notes:write
`;
  });
  return `server.address=${hostname}
server.port=${port}
spring.security.oauth2.authorizationserver.issuer=${origin}
spring.security.user.name=alice
spring.security.user.password=${PASSWORD}
spring.security.user.roles=manager
${clients.join('')}`;
}

const startAt = (origin: string, folder: string): Promise<Running> =>
  startForeign(
    'Spring Authorization Server',
    folder,
    `${origin}/oauth2/jwks`,
    async () => {
      writeFileSync(join(folder, 'application.properties'), properties(origin), { mode: 0o600 });
      return {
        command: 'java',
        parameters: [
          SHORT_LIVED_JAVA,
          '-cp',
          [join(BUILT, 'spring'), join(BUILT, 'spring/lib/*')].join(':'),
          'example.IssuerOfOthers',
        ],
        env: {},
      };
    },
    START_LIMIT_MS,
  );

/** Signs Alice in, on Spring's own page. */
async function signIn(origin: string): Promise<Readonly<Record<string, string>>> {
  const verifier = oauth.randomPKCECodeVerifier();
  const request = new URLSearchParams({
    client_id: 'shop',
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid notes:read notes:write',
    nonce: oauth.randomNonce(),
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const visitor = new Visitor();
  const signInPage = await visitor.visit(`${origin}/oauth2/authorize?${request.toString()}`);
  const { page } = await visitor.visit(signInPage.location);
  const [, csrf = ''] = /name="_csrf"[^>]*value="([^"]+)"/u.exec(page) ?? [];
  const back = await visitor.visit(`${origin}/login`, { username: 'alice', password: PASSWORD, _csrf: csrf });
  const { location } = await visitor.visit(back.location);
  return askForTokens(`${origin}/oauth2/token`, {
    grant_type: 'authorization_code',
    client_id: 'shop',
    client_secret: SECRETS.shop,
    code: new URL(location).searchParams.get('code')!,
    redirect_uri: CALLBACK,
    code_verifier: verifier,
  });
}

async function start(folder: string): Promise<RunningIssuer> {
  const origin = `http://127.0.0.1:${await freePort()}`;
  let running = await startAt(origin, folder);
  const ofProgram = async (client_id: 'shop' | 'job'): Promise<string> => {
    const form = {
      grant_type: 'client_credentials',
      client_id,
      client_secret: SECRETS[client_id],
      scope: 'notes:read',
    };
    return (await askForTokens(`${origin}/oauth2/token`, form))['access_token']!;
  };
  const alice = await signIn(origin);
  return {
    url: origin,
    tokens: {
      'access token of a program': await ofProgram('shop'),
      'access token of a person': alice['access_token']!,
      'access token without a customizer': await ofProgram('job'),
      'ID token': alice['id_token']!,
      'refresh token': alice['refresh_token']!,
    },
    another: () => ofProgram('shop'),
    // Spring Boot makes a new key at each start unless it is told of one.
    rotate: async () => {
      await running.stop();
      running = await startAt(origin, join(folder, 'restarted'));
    },
    stop: () => running.stop(),
  };
}

const clientAsAudience: OwnTest = {
  title:
    'accepts tokens whose audience is their client, as Spring makes them by default, when the API names that client',
  check: async ({ tokens }, open) => {
    const api = await open({ audience: ['job'] });
    const { status, principal } = await api.judge(tokens['access token without a customizer']!);
    expect({ status, subject: principal?.subject }).toEqual({ status: 200, subject: 'job' });
  },
};

const strict: OwnTest = {
  title: 'takes no token without a type where there is no profile',
  check: async ({ tokens }, open) => {
    const api = await open({ profile: 'rfc9068' });
    expect(await api.judge(tokens['access token of a program']!)).toMatchObject({ status: 401, reason: 'wrong_type' });
  },
};

export const spring: IssuerOfOthers = {
  name: 'Spring Authorization Server 7.1.2',
  missing: missing(join(BUILT, 'spring/example/IssuerOfOthers.class')),
  profile: 'spring',
  audience: [API],
  otherAudiences: ['shop'],
  accepted: {
    'access token of a program': { subject: 'shop', scopes: ['notes:read'], roles: [] },
    'access token of a person': {
      subject: 'alice',
      scopes: ['notes:read', 'notes:write', 'openid'],
      roles: ['manager'],
    },
  },
  refused: {
    'ID token': { reason: 'invalid_claims', whateverAudience: true },
    'refresh token': { reason: 'opaque_token', whateverAudience: true },
    'access token without a customizer': { reason: 'wrong_audience' },
  },
  own: [clientAsAudience, strict],
  start,
};
