import { resolve } from 'node:path';
import type { Demonstration } from './demonstration.ts';
import type { ProgramPlan } from './programs.ts';

/** Everything the block tells. Paths are written as the user would type them. */
export interface BlockContent {
  readonly plans: readonly ProgramPlan[];
  readonly password: string;
  readonly caFile: string;
  readonly logDirectory: string;
  readonly demonstration: Demonstration;
}

/**
 * The block that `npm start` prints when all is up. What is long stands first: what is needed later stays in sight.
 */
export function renderBlock({ plans, password, caFile, logDirectory, demonstration }: BlockContent): string {
  const { accessToken, expiresInSeconds, claims, url, status, answer } = demonstration;
  const originOf = (wanted: string) => plans.find(({ name }) => name === wanted)?.origin ?? '';
  const issuer = originOf('authorization-server');
  const addresses = [
    ...plans.map(({ title, origin }) => [title, origin] as const),
    ['Your account', `${issuer}/account`] as const,
    ['Mails that are not sent', `${issuer}/development/mail`] as const,
  ];
  const width = Math.max(...addresses.map(([title]) => title.length));
  return [
    `Call the API; the token in this line is fresh and lives ${expiresInSeconds} seconds:`,
    '',
    `curl --cacert ${caFile} -H 'Authorization: Bearer ${accessToken}' ${url}`,
    '',
    'The claims in that token:',
    indented(claims),
    '',
    `What the API answered to that very call (${status}):`,
    indented(answer),
    '',
    'Gatehouse is running.',
    '',
    ...addresses.map(([title, origin]) => `  ${title.padEnd(width)}  ${origin}`),
    '',
    `Sign in at ${originOf('web-app')} as alice with the password ${password}`,
    `(made on this machine; the browser trusts the site once it knows ${caFile}, see certs/README.md)`,
    '',
    'Add your application, in another terminal (docs/add-sign-in.md: with an API of your own):',
    '',
    ...movedSettings(plans),
    '  npx --no gatehouse clients add shop --framework express --redirect-uri http://localhost:4000/callback',
    `  export NODE_EXTRA_CA_CERTS=${resolve(caFile)}`,
    '',
    `Logs are in ${logDirectory}. Ctrl-C stops everything; the next start keeps database, keys and certificates.`,
  ].join('\n');
}

/** What commands have to be told when the authorization server is not where it usually is. */
function movedSettings(plans: readonly ProgramPlan[]): string[] {
  const { env = {} } = plans.find(({ name }) => name === 'authorization-server') ?? {};
  return Object.entries(env)
    .filter(([name]) => name !== 'GATEHOUSE_SERVICES')
    .map(([name, value]) => `  export ${name}=${quoted(value)}`);
}

/** As one word of a shell. */
const quoted = (value: string): string =>
  /^[\w@%+=:,./-]+$/u.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;

function indented(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(/^/gmu, '  ');
}
