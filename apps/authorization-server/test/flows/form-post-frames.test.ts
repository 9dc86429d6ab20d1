/** Who may frame a response by POST, for redirect URIs whose host is written to change the policy. */
import { expect, it } from '@jest/globals';
import { Browser } from '../browser.ts';
import { confidential } from '../client.ts';
import { startServer } from '../server.ts';

it('F18, AS-17: a redirect URI cannot add a directive or a policy to the one that says who may frame the page', async () => {
  const good = 'https://app.example:8443/callback';
  const hostile = ['https://a;sandbox/callback', 'https://a,b/callback', "https://a'b/callback"];
  const server = await startServer({
    registry: ({ clients }) =>
      void clients.push(
        ...[
          ['odd', [...hostile, good]],
          ['hostile', hostile],
        ].map(([id, uris]) => ({
          client_id: id,
          grant_types: ['authorization_code'],
          redirect_uris: uris,
          scope: 'openid',
        })),
      ),
  });
  try {
    const silent = { response_mode: 'form_post', prompt: 'none', scope: 'openid', resource: undefined };
    const framesOf = async (clientId: string, redirectUri: string) => {
      const { headers } = await new Browser().get(
        (await confidential(server, clientId, redirectUri)).request(silent).url,
      );
      return String(headers['content-security-policy'])
        .split(';')
        .filter((directive) => !/^(?:default|style|img|script)-src |^base-uri /u.test(directive));
    };
    for (const uri of [...hostile, good])
      expect(await framesOf('odd', uri)).toEqual(['frame-ancestors https://app.example:8443']);
    for (const uri of hostile) expect(await framesOf('hostile', uri)).toEqual(["frame-ancestors 'none'"]);
  } finally {
    await server.stop();
  }
});
