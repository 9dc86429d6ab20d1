/** Secrets and tokens on standard input, which nobody else can read. */
import { UsageError } from '../refused.ts';

const mostCharacters = 262_144;

/** All of standard input, without spaces around it. Throws UsageError when there is nothing. @param what is asked for */
export async function textOfStdin(what: string): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write(`${what}: paste it, press Enter and then Ctrl-D\n`);
  let input = '';
  for await (const chunk of process.stdin.setEncoding('utf8') as AsyncIterable<string>) {
    input += chunk;
    if (input.length > mostCharacters) throw new UsageError(`${what} is longer than ${mostCharacters} characters`);
  }
  const text = input.trim();
  if (text === '') throw new UsageError(`${what} is empty; give it on standard input`);
  return text;
}

/** The first line alone. @param what is asked for */
export async function lineOfStdin(what: string): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write(`${what}: type it and press Enter (it is shown)\n`);
  let input = '';
  for await (const chunk of process.stdin.setEncoding('utf8') as AsyncIterable<string>) {
    input += chunk;
    if (input.includes('\n') || input.length > mostCharacters) break;
  }
  const [line = ''] = input.split(/\r?\n/u);
  if (line === '') throw new UsageError(`${what} is empty; give it on standard input`);
  return line;
}
