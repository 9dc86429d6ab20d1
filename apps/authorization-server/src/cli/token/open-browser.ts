/** The browser of whoever sits at this machine. */
import { spawn } from 'node:child_process';

const openers: Partial<Record<NodeJS.Platform, readonly [command: string, ...words: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens the address; what does not work is a line, since the address has been printed too. */
export function openBrowser(url: URL): void {
  const [command, ...words] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, url.href], { stdio: 'ignore', detached: true });
  child.once('error', () =>
    process.stderr.write(`gatehouse: ${command} does not run here; open the address yourself\n`),
  );
  child.unref();
}
