/** The programs of `examples/`: what each needs to run here, and how it is started. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findCommand, rootDirectory } from '@gatehouse/testkit';
import { type Command, javaTrust, missing } from '../foreign-program.ts';

const run = promisify(execFile);
/** Where `npm run interop:prepare` installs what they need. */
export const PREPARED = join(rootDirectory, 'node_modules/.cache/gatehouse-examples');

/** A program as `gatehouse clients add --json` gives it. */
export interface Snippet {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly commands: readonly string[];
}

export interface Place {
  readonly folder: string;
  readonly caFile: string;
  readonly clientSecret: string;
  readonly port: number;
}

/** A program, and whether it can be run here. */
export interface Example {
  readonly framework: string;
  readonly missing: string | undefined;
  /** Brings hundreds of megabytes, or builds for a minute. */
  readonly large?: true;
  start(place: Place): Promise<Command>;
}

/** Writes the files, and lays what they need beside them. */
export function lay(folder: string, files: Snippet['files'], prepared?: string): void {
  for (const { name, text } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  if (prepared !== undefined) symlinkSync(join(PREPARED, prepared, 'node_modules'), join(folder, 'node_modules'));
}

export const prepared = (name: string) => missing(join(PREPARED, name, 'built-from'));

const node = (framework: string, file: string): Example => ({
  framework,
  missing: prepared(framework),
  start: async ({ caFile, clientSecret }) => ({
    command: process.execPath,
    parameters: [file],
    env: { NODE_EXTRA_CA_CERTS: caFile, CLIENT_SECRET: clientSecret },
  }),
});

/** Those that sign users in by a redirect to themselves. */
export const webExamples: readonly Example[] = [
  node('express', 'app.mjs'),
  node('fastify', 'app.mjs'),
  {
    framework: 'next',
    large: true,
    missing: prepared('next'),
    async start({ folder, caFile, clientSecret, port }) {
      // Next follows no link out of the folder.
      rmSync(join(folder, 'node_modules'));
      await run('cp', ['-al', join(PREPARED, 'next/node_modules'), join(folder, 'node_modules')]);
      cpSync(join(PREPARED, 'next/package.json'), join(folder, 'package.json'));
      const env = {
        NODE_EXTRA_CA_CERTS: caFile,
        CLIENT_SECRET: clientSecret,
        SESSION_SECRET: clientSecret,
        NEXT_TELEMETRY_DISABLED: '1',
        HOME: folder,
      };
      const parameters = ['node_modules/next/dist/bin/next', 'dev', '-p', String(port)];
      return { command: process.execPath, parameters, env };
    },
  },
  {
    framework: 'python',
    missing: prepared('python'),
    start: async ({ caFile, clientSecret }) => ({
      command: join(PREPARED, 'python/bin/python3'),
      parameters: ['app.py'],
      env: { REQUESTS_CA_BUNDLE: caFile, CLIENT_SECRET: clientSecret, PYTHONDONTWRITEBYTECODE: '1' },
    }),
  },
  {
    framework: 'go',
    missing: prepared('go'),
    async start({ folder, caFile, clientSecret }) {
      cpSync(join(rootDirectory, 'examples/go/go.sum'), join(folder, 'go.sum'));
      await run('go', ['build', '-o', 'shop', '.'], { cwd: folder });
      const env = { SSL_CERT_FILE: caFile, CLIENT_SECRET: clientSecret };
      return { command: join(folder, 'shop'), parameters: [], env };
    },
  },
  {
    framework: 'java',
    large: true,
    missing: prepared('java'),
    async start({ folder, caFile, clientSecret }) {
      const libraries = join(PREPARED, 'java/lib/*');
      const source = join(folder, 'src/main/java/example/Shop.java');
      await run('javac', ['-parameters', '-d', join(folder, 'classes'), '-cp', libraries, source]);
      const classPath = [join(folder, 'classes'), join(folder, 'src/main/resources'), libraries].join(':');
      const parameters = [...(await javaTrust(folder, caFile)), '-cp', classPath, 'example.Shop'];
      return { command: 'java', parameters, env: { CLIENT_SECRET: clientSecret } };
    },
  },
];

/** What is in the way of these two. */
export const native: Example = node('native', 'cli.mjs');
export const machine: Example = node('machine', 'job.mjs');
export const device: Example = node('device', 'device.mjs');

const without = (command: string): string | undefined => (findCommand(command) ? undefined : `no ${command} was found`);

/** A job in another language than that of `machine`: it ends by itself. */
export const jobs: readonly Example[] = [
  {
    framework: 'machine-python',
    missing: prepared('python'),
    start: async ({ caFile, clientSecret }) => ({
      command: join(PREPARED, 'python/bin/python3'),
      parameters: ['job.py'],
      env: { REQUESTS_CA_BUNDLE: caFile, CLIENT_SECRET: clientSecret, PYTHONDONTWRITEBYTECODE: '1' },
    }),
  },
  {
    framework: 'machine-go',
    missing: prepared('go'),
    async start({ folder, caFile, clientSecret }) {
      cpSync(join(rootDirectory, 'examples/machine-go/go.sum'), join(folder, 'go.sum'));
      await run('go', ['build', '-o', 'job', '.'], { cwd: folder });
      return {
        command: join(folder, 'job'),
        parameters: [],
        env: { SSL_CERT_FILE: caFile, CLIENT_SECRET: clientSecret },
      };
    },
  },
  {
    framework: 'machine-java',
    missing: without('javac'),
    start: async ({ folder, caFile, clientSecret }) => ({
      command: 'java',
      parameters: [...(await javaTrust(folder, caFile)), 'Job.java'],
      env: { CLIENT_SECRET: clientSecret },
    }),
  },
  {
    framework: 'machine-curl',
    missing: without('curl'),
    start: async ({ caFile, clientSecret }) => ({
      command: 'sh',
      parameters: ['job.sh'],
      env: { CURL_CA_BUNDLE: caFile, CLIENT_SECRET: clientSecret },
    }),
  },
];
export const deviceCurl: Example = {
  framework: 'device-curl',
  missing: without('curl'),
  start: async ({ caFile }) => ({ command: 'sh', parameters: ['device.sh'], env: { CURL_CA_BUNDLE: caFile } }),
};
export const spa: Example = {
  ...node('spa', 'app.js'),
  start: async ({ folder, port }) => ({
    command: process.execPath,
    parameters: [
      join(folder, 'node_modules/http-server/bin/http-server'),
      '-a',
      'localhost',
      '-p',
      String(port),
      '-c-1',
    ],
    env: {},
  }),
};
