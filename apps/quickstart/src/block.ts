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

/** The block that `npm start` prints when all is up. */
export function renderBlock({ plans, password, caFile, logDirectory, demonstration }: BlockContent): string {
  const { accessToken, expiresInSeconds, claims, url, status, answer } = demonstration;
  const width = Math.max(...plans.map(({ title }) => title.length));
  const webApp = plans.find(({ name }) => name === 'web-app');
  return [
    'Gatehouse is running.',
    '',
    ...plans.map(({ title, origin }) => `  ${title.padEnd(width)}  ${origin}`),
    '',
    `Sign in at ${webApp?.origin ?? ''} as alice with the password ${password}`,
    `(made on this machine; the browser trusts the site once it knows ${caFile}, see certs/README.md)`,
    '',
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
    `Logs are in ${logDirectory}. Ctrl-C stops everything; the next start keeps database, keys and certificates.`,
  ].join('\n');
}

function indented(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(/^/gmu, '  ');
}
