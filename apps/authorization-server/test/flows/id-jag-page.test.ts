import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { certificates, freePort, rootDirectory, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { claimsOf, confidential } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

const run = promisify(execFile);
const [loginName, toolsName] = ['https://login.acme.example', 'https://auth.tools.example'];
const bobId = '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e02';

skipUnless('curl')('docs/cross-app-access.md', () => {
  let page: string;
  let login: TestServer;
  let tools: TestServer;

  /** The blocks of a language, in their order. */
  const blocks = (language: string) =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n(?<text>.*?)\`\`\``, 'gsu'))].map(
      ({ groups }) => groups!['text']!,
    );

  beforeAll(async () => {
    const [loginPort, toolsPort] = [await freePort(), await freePort()];
    const [loginIssuer, toolsIssuer] = [`https://localhost:${loginPort}`, `https://localhost:${toolsPort}`];
    page = readFileSync(join(rootDirectory, 'docs/cross-app-access.md'), 'utf8')
      .replaceAll(loginName, loginIssuer)
      .replaceAll(toolsName, toolsIssuer);
    const [ofLogin = '', ofTools = ''] = blocks('yaml');
    const start = (port: number, registry: string) =>
      startServer({
        env: {
          GATEHOUSE_ISSUER: `https://localhost:${port}`,
          GATEHOUSE_PORT: String(port),
          GATEHOUSE_OUTBOUND_ALLOW: loginIssuer,
        },
        registry: ({ clients }) =>
          void clients.push(...((parse(registry) as { clients: object[] }).clients as never[])),
      });
    login = await start(loginPort, ofLogin);
    tools = await start(toolsPort, ofTools);
  });
  afterAll(() => Promise.all([login?.stop(), tools?.stop()]));

  it('its registries and commands make an access token of a sign-in', async () => {
    const assistant = await confidential(login, 'assistant');
    const { id_token: idToken } = await assistant.signIn(await login.person('alice'), {
      scope: 'openid',
      resource: undefined,
    });
    const { stdout } = await run('bash', ['-c', `set -eu -o pipefail\n${blocks('sh').join('\n')}`], {
      env: {
        ...process.env,
        CURL_CA_BUNDLE: (await certificates()).caFile,
        SECRET: await login.clientSecret('assistant'),
        OTHER_SECRET: await tools.clientSecret('acme-assistant'),
        ID_TOKEN: idToken,
      },
    });
    expect(claimsOf(stdout)).toMatchObject({ iss: tools.issuer, sub: bobId, aud: api, scope: 'invoice_read' });
  });
});
