/** Owns `npm run example:mcp`: the MCP server of examples/mcp-server, directly and behind the gateway, and the authorization server. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadSettings, settingsOfProcess } from '@gatehouse/config';
import { DEFAULT_ORIGINS, originsOf, type ProgramPlan, planPrograms } from '../programs.ts';
import { moved } from '../registry.ts';
import { root, settingsDefinition } from '../settings.ts';
import { runServices } from './run-services.ts';

const EXAMPLE = join(root, 'examples/mcp-server');
const USUAL_PORT = 3004;

const { env } = process;
const settings = settingsOfProcess(settingsDefinition);
const { certificatesDirectory } = settings;
// Its users and clients are others than those of `npm start`.
const stateDirectory = join(settings.stateDirectory, 'mcp-server');
const places = { stateDirectory, certificatesDirectory };

const port = Number(env['MCP_PORT'] ?? USUAL_PORT);
const origins: Record<string, string> = { ...originsOf(env), 'mcp-server': `https://localhost:${port}` };
const usual = { ...DEFAULT_ORIGINS, 'mcp-server': `https://localhost:${USUAL_PORT}` };
const issuer = origins['authorization-server']!;
const mcp = `${origins['mcp-server']}/mcp`;
const byGateway = `${origins['gateway']}/mcp`;

const server: ProgramPlan = {
  name: 'mcp-server',
  entry: 'examples/mcp-server/server.mjs',
  title: 'MCP server',
  origin: mcp,
  readyUrl: `${origins['mcp-server']}/.well-known/oauth-protected-resource`,
  ports: [{ setting: 'MCP_PORT', host: '127.0.0.1', port }],
  env: {
    ISSUER: issuer,
    PORT: String(port),
    TLS_CERT_FILE: join(certificatesDirectory, 'resource-server.pem'),
    TLS_KEY_FILE: join(certificatesDirectory, 'resource-server.key'),
    NODE_EXTRA_CA_CERTS: join(certificatesDirectory, 'ca.pem'),
  },
};
const told = { GATEHOUSE_SERVICES: `MCP server=${mcp},Gateway=${byGateway}` };
const defaults = loadSettings(settingsDefinition, { argv: [], env: {} });
const ours = planPrograms(['authorization-server', 'gateway'], { ...told, ...env }, places, defaults);

/** A file of the example, for the ports that are used. */
const file = (name: string) =>
  moved(join(EXAMPLE, name), join(stateDirectory, name), origins, usual) ?? join(EXAMPLE, name);

await runServices({
  command: 'npm run example:mcp',
  plans: [...ours, server],
  places,
  env: () => ({
    ...told,
    // One's own beside it, as with `npm start`.
    GATEHOUSE_REGISTRY_FILE: [file('registry.yaml'), env['GATEHOUSE_REGISTRY_FILE']].filter(Boolean).join(','),
    GATEWAY_ROUTES_FILE: env['GATEWAY_ROUTES_FILE'] ?? file('routes.yaml'),
    // The document of the example's client is on this machine, which the outbound guard lets nobody reach.
    GATEHOUSE_OUTBOUND_ALLOW: [origins['mcp-server'], env['GATEHOUSE_OUTBOUND_ALLOW']].filter(Boolean).join(','),
  }),
  async report(caFile, logDirectory) {
    const password = await readFile(join(stateDirectory, 'secrets/users/alice'), 'utf8');
    return [
      'The MCP server is running.',
      '',
      `  MCP server            ${mcp}`,
      `  Behind the gateway    ${byGateway}`,
      `  Authorization server  ${issuer}`,
      '',
      'Call its tools, in another terminal; the client knows nothing but the URL:',
      '',
      `  export NODE_EXTRA_CA_CERTS=${resolve(caFile)}`,
      `  node examples/mcp-server/client.mjs ${mcp} --client-id mcp-client`,
      '',
      `Sign in as alice with the password ${password}`,
      '',
      `Logs are in ${logDirectory}. Ctrl-C stops everything.`,
    ].join('\n');
  },
});
