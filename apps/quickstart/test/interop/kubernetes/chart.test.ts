import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { PLAIN } from '../../../../../tools/chart/plain-manifests.ts';
import { CHART } from '../../../../../tools/chart/renderings.ts';
import { helmCommand, renderedFiles } from '../../../../../tools/chart.ts';
import { missing } from '../foreign-program.ts';
import { sets } from './manifests.ts';

const run = promisify(execFile);
const folder = join(rootDirectory, 'node_modules/.cache/gatehouse-kubernetes');
const why = missing(helmCommand, '"npm run kubernetes:prepare" has not built it');
const whyNot = missing(join(folder, 'schemas-built-from'), '"npm run kubernetes:prepare" has not brought the schemas');

/** What helm prints for values and settings of them, or what it refuses. */
function template(values: string | undefined, ...given: readonly string[]): Promise<string> {
  const file = values === undefined ? [] : ['--values', `${CHART}/examples/${values}.yaml`];
  const parameters = ['template', 'gatehouse', CHART, ...file, ...given.flatMap((one) => ['--set', one])];
  return run(helmCommand, parameters, { cwd: rootDirectory }).then(
    ({ stdout }) => stdout,
    (error: { stderr: string }) => Promise.reject(new Error(error.stderr)),
  );
}

/** The least that the chart needs, without the reference to one secret. */
function leastWithout(secret: string): string[] {
  const names = ['database_url', 'encryption_keys'].filter((name) => name !== secret);
  return [
    'authorizationServer.settings.issuer=https://id.example.com',
    'networkPolicy.ingressFrom[0].podSelector.matchLabels.app=proxy',
    ...names.flatMap((name) => ['name', 'key'].map((part) => `authorizationServer.secrets.${name}.${part}=gatehouse`)),
  ];
}

/** kubeconform without the internet: a kind that has no schema is a fault. */
function conforms(version: string, files: readonly string[]): Promise<unknown> {
  const schemas = `${folder}/schemas-${version}/{{.ResourceKind}}{{.KindSuffix}}.json`;
  return run(join(folder, 'kubeconform'), ['-strict', '-schema-location', schemas, ...files], { cwd: rootDirectory });
}

const checksum = (text: string) => /checksum\/configuration: (\w{64})/u.exec(text)?.[1];

const versions = ['1.34', '1.37'];

(whyNot ? describe.skip : describe)(`kubeconform${whyNot ? ` [SKIP: ${whyNot}]` : ''}`, () => {
  const cases = [
    ...sets.map(({ name, files }) => ({ name, files: files.filter((file) => !file.endsWith('kustomization.yaml')) })),
    {
      name: 'CloudNativePG',
      files: ['cluster', 'pooler'].map((one) => `${CHART}/examples/cloudnative-pg/${one}.yaml`),
    },
  ];
  it.each(cases)('finds no fault in $name, by the oldest and the newest version', async ({ files }) => {
    for (const version of versions) await expect(conforms(version, files)).resolves.toMatchObject({ stdout: '' });
  });

  it('refuses a member that Kubernetes does not know', async () => {
    const file = `${PLAIN}/servers/kustomization.yaml`;
    await expect(conforms('1.37', [file])).rejects.toThrow();
  });
});

// It takes ten minutes to build, which no run in CI spends: what it rendered is kept, and tested beside this file.
if (!why || process.env['CI'] !== 'true')
  (why ? describe.skip : describe)(`helm${why ? ` [SKIP: ${why}]` : ''}`, () => {
    it.each(sets)('lints the chart with values "$name" and finds nothing', async ({ name }) => {
      const values = `${CHART}/examples/${name}.yaml`;
      const { stdout } = await run(helmCommand, ['lint', '--strict', CHART, '--values', values], {
        cwd: rootDirectory,
      });
      expect(stdout).toContain('1 chart(s) linted, 0 chart(s) failed');
      expect(stdout).not.toMatch(/\[(?:WARNING|ERROR)\]/u);
    });

    it('renders the manifests as they are kept: "npm run chart" writes them', () => {
      for (const [file, content] of renderedFiles(rootDirectory)) {
        expect([file, readFileSync(join(rootDirectory, file), 'utf8')]).toEqual([file, content]);
      }
    });

    it('says what to do next, with the warnings that the values deserve', async () => {
      const { stdout } = await run(
        helmCommand,
        [
          'install',
          'gatehouse',
          CHART,
          '--dry-run=client',
          '--values',
          `${CHART}/examples/small.yaml`,
          '--set',
          'networkPolicy.enabled=false',
        ],
        { cwd: rootDirectory },
      );
      const notes = stdout.slice(stdout.indexOf('NOTES:'));
      expect(notes).toContain('WARNING: networkPolicy.enabled is false');
      expect(notes).toContain('There is one server');
      expect(notes).toContain('gatehouse.js doctor');
      expect(notes).toContain('(Secret gatehouse, key encryption-keys)');
    });

    const server = 'authorizationServer';
    it.each([
      ['a setting that does not exist', [`${server}.settings.acces_token_ttl_seconds=300`], 'acces_token_ttl_seconds'],
      ['a value of another type', [`${server}.settings.access_token_ttl_seconds=five`], 'want integer'],
      ['a value out of its range', [`${server}.settings.access_token_ttl_seconds=601`], 'maximum'],
      ['a choice that there is not', [`${server}.settings.log_level=loud`], 'log_level'],
      ['a secret among the settings', [`${server}.settings.database_url=postgres://u:p@db/x`], 'database_url'],
      ['a secret in place of its reference', [`${server}.secrets.smtp_url=smtp://u:p@mail`], 'want object'],
      [
        'a secret as a variable',
        [`${server}.extraEnv[0].name=GATEHOUSE_SMTP_URL,${server}.extraEnv[0].value=x`],
        'extraEnv',
      ],
      [
        'a variable that is no setting',
        [`${server}.extraEnv[0].name=GATEHOUSE_SMPT_URL,${server}.extraEnv[0].value=x`],
        'extraEnv',
      ],
      ['a setting of the chart itself', [`${server}.settings.port=3005`], 'port'],
      ['a setting of development', [`${server}.settings.state_directory=/tmp`], 'state_directory'],
      [
        'a setting that is mounted and set',
        [
          `${server}.settings.database_ca_file=/x,${server}.files.database_ca_file.secret=a,${server}.files.database_ca_file.key=b`,
        ],
        'is set by the chart',
      ],
      ['a value that the chart does not know', ['replicaCount=3'], 'replicaCount'],
      ['nobody who may reach the server', ['networkPolicy.ingressFrom=null'], 'ingressFrom'],
      ['a digest that is none', ['image.digest=latest'], 'digest'],
      ['a gateway without its origin', ['gateway.enabled=true'], 'public_origin'],
      [
        'a gateway without its secret',
        ['gateway.enabled=true,gateway.settings.public_origin=https://api.example.com'],
        'client_secret is needed',
      ],
      [
        'a console without the admin API',
        [
          'console.enabled=true,console.settings.public_origin=https://c.example.com,console.secrets.client_secret.name=a,console.secrets.client_secret.key=b',
        ],
        'admin_api',
      ],
    ])('refuses %s', async (_, given, message) => {
      await expect(template('small', ...given)).rejects.toThrow(message);
    });

    it('refuses to go without a secret that the server needs', async () => {
      await expect(template(undefined, ...leastWithout('encryption_keys'))).rejects.toThrow(
        'encryption_keys is needed',
      );
      await expect(template(undefined, ...leastWithout('database_url'))).rejects.toThrow('database_url is needed');
      await expect(template(undefined)).rejects.toThrow("missing property 'issuer'");
    });

    it('takes a secret that another mounts, by the path of its file', async () => {
      const given = [...leastWithout('database_url'), `${server}.settings.database_url_file=/mnt/url`];
      await expect(template(undefined, ...given)).resolves.toContain('database_url_file: "/mnt/url"');
    });

    it('gives pods another revision when their configuration changes, and only then', async () => {
      const [before, same, after] = await Promise.all([
        template('small'),
        template('small', 'image.tag=v2'),
        template('small', `${server}.registry.files.more\\.yaml.roles.a.b=c`),
      ]);
      expect(checksum(before)).toBeDefined();
      expect(checksum(same)).toBe(checksum(before));
      expect(checksum(after)).not.toBe(checksum(before));
    });
  });
