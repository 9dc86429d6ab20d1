/** What protects an API, filled with one API's values. */
import { examplesDirectory, filesOf, npmInstall, quoted, type Snippet } from './snippet.ts';

const folders = { express: 'api', fastify: 'api-fastify' } as const;
export type GuardFramework = keyof typeof folders;

/** The same program, which asks the issuer about tokens that are no JWT (RFC 7662). */
const asking = (text: string, clientId: string): string =>
  text.replace(
    /createResourceServer\(\{ (.*), issuers: ('[^']+') \}\)/u,
    (_all, resource: string, issuer: string) => `createResourceServer({
  ${resource},
  issuers: [
    {
      issuer: ${issuer},
      introspection: { client: { id: ${JSON.stringify(clientId)}, secret: process.env.CLIENT_SECRET } },
    },
  ],
})`,
  );

/** The program, or undefined where there are no examples. */
export function guardSnippet(
  framework: GuardFramework,
  {
    issuer,
    authority,
    indicator,
    scopes,
    client,
  }: {
    readonly issuer: string;
    /** File with the authority of the issuer's certificate, when it is one of development. */
    readonly authority: string | undefined;
    readonly indicator: string;
    readonly scopes: readonly string[];
    /** With which it asks about tokens that are no JWT; `secret` is how a shell gets that. */
    readonly client?: { readonly id: string; readonly secret: string };
  },
): Snippet | undefined {
  const folder = folders[framework];
  const replacements = [
    [/https:\/\/localhost:3000/gu, issuer],
    [/https:\/\/orders\.localhost/gu, indicator],
    [/\borders_read\b/gu, scopes[0] ?? 'orders_read'],
  ] as const;
  const verifying = filesOf(folder, ['api.mjs'], { replacements, withApi: true });
  const files =
    client === undefined ? verifying : verifying?.map((file) => ({ ...file, text: asking(file.text, client.id) }));
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
        ...(client === undefined ? [] : [`export CLIENT_SECRET=${client.secret}`]),
        'node api.mjs',
      ],
    }
  );
}
