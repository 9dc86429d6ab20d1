/** What protects an API, filled with one API's values. */
import type { Settings } from '../../settings.ts';
import { developmentAuthority, examplesDirectory, filesOf, npmInstall, quoted, type Snippet } from './snippet.ts';

const folders = { express: 'api', fastify: 'api-fastify' } as const;
export type GuardFramework = keyof typeof folders;

/** The program, or undefined where there are no examples. */
export function guardSnippet(
  framework: GuardFramework,
  {
    settings,
    indicator,
    scopes,
  }: { readonly settings: Settings; readonly indicator: string; readonly scopes: readonly string[] },
): Snippet | undefined {
  const folder = folders[framework];
  const replacements = [
    [/https:\/\/localhost:3000/gu, settings.issuer],
    [/https:\/\/orders\.localhost/gu, indicator],
    [/\borders_read\b/gu, scopes[0] ?? 'orders_read'],
  ] as const;
  const files = filesOf(folder, ['api.mjs'], { replacements, withApi: true });
  const authority = developmentAuthority(settings);
  const clone = quoted(examplesDirectory.replace(/\/examples$/u, ''));
  return (
    files && {
      framework,
      files,
      commands: [
        '# The guard is not published: its archive is packed from the clone of Gatehouse.',
        `npm --prefix ${clone} run -s pack:guard`,
        npmInstall(folder, `${clone}/gatehouse-oauth-guard-*.tgz`),
        ...(authority === undefined ? [] : [`export NODE_EXTRA_CA_CERTS=${quoted(authority)}`]),
        'node api.mjs',
      ],
    }
  );
}
