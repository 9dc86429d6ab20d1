/** What a user needs to let a device in, on a terminal: the address, the code, and both as a QR code (RFC 8628 section 3.3). */
import { styleText } from 'node:util';
import { coloured } from '../colour.ts';
import { textOf } from '../output.ts';
import { lasting } from './claims.ts';

/** What the server said to begin with. */
interface Begun {
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete?: string;
  readonly expires_in: number;
}

/** A QR code of characters, two rows of it in a line: dark is ink, and the paper is around it. */
export async function qrCodeLines(content: string): Promise<string[]> {
  const { encode } = await import('uqr');
  const { data, size } = encode(content, { ecc: 'L', border: 2 });
  const characters = [' ', '▀', '▄', '█'];
  const lines: string[] = [];
  for (let y = 0; y < size; y += 2) {
    const pairs = Array.from({ length: size }, (_, x) => Number(data[y]?.[x]) + 2 * Number(data[y + 1]?.[x] ?? false));
    lines.push(pairs.map((pair) => characters[pair]).join(''));
  }
  return lines;
}

/** Says it on standard error, and on a terminal how long there is. @returns what ends that */
export async function showDeviceCode(begun: Begun): Promise<() => void> {
  const { stderr } = process;
  const { verification_uri: address, verification_uri_complete: complete, user_code: code } = begun;
  stderr.write(
    `Open ${coloured('heading', textOf(address), stderr)} and enter ${coloured('heading', textOf(code), stderr)}\n`,
  );
  if (complete !== undefined) {
    stderr.write(`or open ${textOf(complete)}\n\n`);
    // Scanners want dark on light, whatever the colours of the terminal are.
    for (const line of await qrCodeLines(complete))
      stderr.write(`${styleText(['black', 'bgWhite'], line, { stream: stderr })}\n`);
    stderr.write('\n');
  }
  if (!stderr.isTTY) {
    stderr.write(`Waiting for an answer, for ${lasting(begun.expires_in)}\n`);
    return () => undefined;
  }
  return countDown(begun.expires_in);
}

function countDown(seconds: number): () => void {
  const ends = Date.now() + seconds * 1000;
  const say = () => {
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    process.stderr.write(
      `\r\u001B[KWaiting for an answer: ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`,
    );
  };
  say();
  const timer = setInterval(say, 1000).unref();
  let isRunning = true;
  return () => {
    if (!isRunning) return;
    isRunning = false;
    clearInterval(timer);
    process.stderr.write('\r\u001B[K');
  };
}
