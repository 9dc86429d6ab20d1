/** docs/add-sign-in.md as a reader follows it: its commands in their order, and each file saved where it says so. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { eventually, rootDirectory } from '@gatehouse/testkit';

const page = readFileSync(join(rootDirectory, 'docs/add-sign-in.md'), 'utf8');

/** The programs that the page shows, by their path in `examples/`. */
export const shownFiles = (): Map<string, string> =>
  new Map(
    [...page.matchAll(/<!-- file: (?<path>\S+) -->\n```\w+\n(?<text>.*?)```/gsu)].map(({ groups }) => [
      groups!['path']!,
      groups!['text']!,
    ]),
  );

/** One shell script of the steps, up to the last of them; files that are shown in between are saved. */
export function walk(): string {
  const parts = [...page.matchAll(/<!-- (?<kind>step|file: \S+) -->\n```\w+\n(?<text>.*?)```/gsu)];
  const last = parts.findLastIndex(({ groups }) => groups!['kind'] === 'step');
  return parts
    .slice(0, last + 1)
    .map(({ groups }) => {
      const { kind = '', text = '' } = groups!;
      return kind === 'step' ? text : `cat > ${basename(kind)} <<'END OF FILE'\n${text}END OF FILE\n`;
    })
    .join('\n');
}

/** A shell that runs a script, and what it has printed. */
export class Shell {
  readonly #child: ChildProcess;
  #printed = '';

  constructor(script: string, env: Readonly<Record<string, string>>) {
    // What npm run sets for its children would make the reader's npm work on this repository.
    const inherited = Object.entries(process.env).filter(([name]) => !/^(?:npm_|INIT_CWD$|NODE_OPTIONS$)/iu.test(name));
    this.#child = spawn('bash', ['-c', `set -eu\n${script}`], {
      cwd: rootDirectory,
      env: { ...Object.fromEntries(inherited), npm_config_prefer_offline: 'true', npm_config_audit: 'false', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it left in the background ends with it.
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#printed += text;
      });
    }
  }

  /** Waits for a sentence. @throws Error with all that was printed when the shell ends before */
  async says(sentence: string): Promise<void> {
    const isOver = () => this.#child.exitCode !== null || this.#child.signalCode !== null;
    await eventually(() => this.#printed.includes(sentence) || isOver(), { timeoutMs: 180_000 }).catch(() => undefined);
    if (!this.#printed.includes(sentence)) throw new Error(`nothing said "${sentence}":\n${this.#printed}`);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => void this.#child.once('close', resolve));
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, 'SIGTERM');
    } catch {
      // It is over, and so is everything that it started.
      return;
    }
    await ended;
  }
}
