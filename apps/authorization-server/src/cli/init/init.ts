/** `gatehouse init`: writes what a production deployment needs, and says what comes next. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { printDone } from '../output.ts';
import type { Deployment } from './deployment.ts';
import { nextSteps } from './next-steps.ts';
import { type Ask, deploymentFrom, type InitOptions } from './options.ts';
import { type PlannedFile, plannedFiles } from './planned-files.ts';
import { writeFiles } from './write-files.ts';

const installation = path.resolve(import.meta.dirname, '../../../../..');

/** In containers the programs run as the account 1000 of the image, unless who runs this is somebody else than root. */
function containerAccount(): Deployment['account'] {
  const [uid = 1000, gid = 1000] = [process.getuid?.(), process.getgid?.()];
  return uid === 0 ? { uid: 1000, gid: 1000 } : { uid, gid };
}

/** Asks on standard error, so that standard output holds the result alone. */
async function asking<Result>(wanted: boolean, work: (ask: Ask | undefined) => Promise<Result>): Promise<Result> {
  if (!wanted) return work(undefined);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await work(async (question, offered) => {
      const answer = await terminal.question(`${question}${offered ? ` [${offered}]` : ''}: `);
      return answer.trim() || (offered ?? '');
    });
  } finally {
    terminal.close();
  }
}

const shown = ({ path: file, mode, content, secret }: PlannedFile): string =>
  `# ---- ${file} (mode 0${mode.toString(8)})\n${secret ? '[a secret, not shown]\n' : content}`;

export async function init(options: InitOptions): Promise<void> {
  const ask = process.stdin.isTTY && !options.yes && !options.json;
  const deployment = await asking(ask, (asker) =>
    deploymentFrom(options, asker, { installation, account: containerAccount() }),
  );
  const files = plannedFiles(deployment, randomBytes(32).toString('base64url'));
  const steps = nextSteps(deployment);
  const listed = files.map(({ path: file, mode }) => ({ path: file, mode: `0${mode.toString(8)}` }));
  const document = { written: options.dryRun !== true, files: listed, next: steps };
  if (options.dryRun) {
    printDone(`${files.map(shown).join('\n')}\nnothing was written`, document, options);
    return;
  }
  const forContainers = deployment.target === 'compose' && process.getuid?.() === 0;
  writeFiles(deployment.directory, files, forContainers ? deployment.account : undefined);
  const sentence = [
    'written:',
    ...files.map(({ path: file, secret }) => `  ${file}${secret ? '  (secret)' : ''}`),
    '',
    'next:',
    ...steps.map((step) => `  ${step}`),
    '',
    `Keep a copy of ${path.join(deployment.directory, 'secrets/encryption-keys')} apart from the backups of the database: it does not open without.`,
  ];
  printDone(sentence.join('\n'), document, options);
}
