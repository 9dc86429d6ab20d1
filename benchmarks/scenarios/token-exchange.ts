import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../load.ts';
import { RESOURCE, startAuthorizationServer, startReference, tokenRequest } from '../product.ts';
import { roundRobin } from '../round-robin.ts';
import type { Scenario } from '../scenario.ts';

/** What a gateway asks for a caller it does not know yet: the subject token verified, looked up and answered by a new one. */
const scenario: Scenario = {
  name: 'token-exchange',
  unit: 'tokens/s',
  against: 'bare node:http server: two RSA-2048 signatures per request; per core',
  rounds: 3,
  perCore: true,
  async prepare(context) {
    const product = context.stopAtEnd(await startAuthorizationServer());
    const bare = context.stopAtEnd(await startReference('signatures', { SIGNATURES: '2' }));
    const url = `${product.origin}/token`;
    const granted = await fetch(url, { method: 'POST', ...tokenRequest(product) });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    const secret = readFileSync(join(product.state, 'secrets/clients/gateway'), 'utf8');
    const request = {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`gateway:${encodeURIComponent(secret)}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: token,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        resource: RESOURCE,
      }).toString(),
    } as const;
    return await roundRobin(
      (seconds) => load({ server: product.server, url, ...request }, seconds),
      (seconds) => load({ server: bare.server, url: bare.origin, ...request }, seconds),
      context,
    );
  },
};

export default scenario;
