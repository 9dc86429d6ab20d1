import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { developmentSecrets } from '../../../src/directory/registry/development-secrets.ts';

let directory: TemporaryDirectory;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(() => directory.remove());

const at = (name: string) => path.join(directory.path, name);
const modeOf = async (name: string) => (await stat(at(name))).mode & 0o777;

describe('secrets of the development registry', () => {
  it('are made once, long and random, and read from their files afterwards', async () => {
    const [first, second] = [developmentSecrets(directory.path), developmentSecrets(directory.path)];
    const secret = await first.clientSecret('worker');
    expect(secret).toMatch(/^[\w-]{43}$/u);
    expect(await second.clientSecret('worker')).toBe(secret);
    expect(await second.clientSecret('other')).not.toBe(secret);
    const password = await first.userPassword('alice');
    expect(password.length).toBeGreaterThanOrEqual(15);
    expect(await second.userPassword('alice')).toBe(password);
    expect(await readFile(at('secrets/clients/worker'), 'utf8')).toBe(secret);
  });

  it('are the same for all who start at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => developmentSecrets(directory.path).clientSecret('worker')),
    );
    expect(new Set(answers).size).toBe(1);
  });

  it('AS-18: are files that only their owner reads, in folders that only their owner enters', async () => {
    const secrets = developmentSecrets(directory.path);
    await Promise.all([secrets.clientSecret('worker'), secrets.userPassword('alice'), secrets.encryptionKey()]);
    expect(await Promise.all(['secrets/clients/worker', 'secrets/users/alice', 'encryption.key'].map(modeOf))).toEqual([
      0o600, 0o600, 0o600,
    ]);
    expect(await Promise.all(['secrets', 'secrets/clients', 'secrets/users'].map(modeOf))).toEqual([
      0o700, 0o700, 0o700,
    ]);
  });

  it('stay in their folder, whatever a client or a person is called', async () => {
    const secrets = developmentSecrets(directory.path);
    for (const name of ['../../escaped', 'a/b', '..', 'ä b']) await secrets.clientSecret(name).catch(() => undefined);
    expect((await readdir(directory.path)).toSorted()).toEqual(['secrets']);
    expect((await readdir(at('secrets'))).toSorted()).toEqual(['clients']);
    expect((await readdir(at('secrets/clients'))).length).toBeGreaterThan(2);
  });

  it('may be edited by hand: the end of the line does not count', async () => {
    const secrets = developmentSecrets(directory.path);
    await secrets.userPassword('alice');
    await writeFile(at('secrets/users/alice'), 'chosen by hand\n');
    expect(await secrets.userPassword('alice')).toBe('chosen by hand');
  });

  it('AS-18: keep the private half of a key pair in the file and give away the public one', async () => {
    const secrets = developmentSecrets(directory.path);
    const jwk = await secrets.clientPublicJwk('worker-jwt');
    expect(jwk).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: expect.any(String) });
    expect(jwk).not.toHaveProperty('d');
    expect(await secrets.clientPublicJwk('worker-jwt')).toEqual(jwk);
    expect(JSON.parse(await readFile(at('secrets/clients/worker-jwt'), 'utf8'))).toMatchObject({
      ...jwk,
      d: expect.stringMatching(/^[\w-]{43}$/u),
    });
    expect((await secrets.encryptionKey()).length).toBe(32);
  });
});
