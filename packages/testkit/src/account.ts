import { readFileSync } from 'node:fs';

/** An account of this machine, as `spawn` and `chown` take it. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Database servers refuse to run as root; root lends them an account that every system has. Undefined for anybody else. */
export function unprivileged(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const line = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  if (!line) throw new Error('PostgreSQL does not run as root and there is no account "postgres" or "nobody"');
  return { uid: Number(line[2]), gid: Number(line[3]) };
}
