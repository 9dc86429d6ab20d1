import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createSealer, openStorage } from '@gatehouse/storage';
import { temporaryDirectory } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { serverEnvironment } from '../server.ts';
import { startCommand } from './command.ts';

it('AS-13: a server that was started by its command makes hashes of the full cost', async () => {
  const directory = await temporaryDirectory();
  const key = randomBytes(32);
  const env = await serverEnvironment(directory.path);
  env['GATEHOUSE_ENCRYPTION_KEYS'] = key.toString('base64url');
  const program = startCommand(['serve'], env);
  const ended = once(program, 'exit');
  for await (const text of program.stdout!.setEncoding('utf8')) if (String(text).includes('is listening')) break;
  // What it made was committed before it listens; how it stops is no matter here.
  program.kill('SIGKILL');
  await ended;

  const storage = await openStorage({ url: env['GATEHOUSE_DATABASE_URL']!, sealer: createSealer([key]) });
  try {
    const accounts = await storage.accounts.list({ limit: 10 });
    expect(accounts.length).toBeGreaterThan(1);
    for (const { id } of accounts) {
      const password = await storage.credentials.find(id, 'password');
      expect(password?.data['hash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    }
  } finally {
    await storage.close();
    await directory.remove();
  }
});
