/** The `gatehouse` command on the database of a test server. */
import { eventually, runProgram } from '@gatehouse/testkit';
import type { TestServer } from '../../server.ts';

/** Runs it to its end and gives what it printed as JSON. Throws when it does not end with `code`. */
export async function gatehouse<Answer>(server: TestServer, args: readonly string[], code = 0): Promise<Answer> {
  const { settings, directory, issuer } = server;
  const ran = await runProgram({
    entry: 'apps/authorization-server/bin/gatehouse.js',
    args: [...args, '--json'],
    env: {
      GATEHOUSE_ISSUER: issuer,
      GATEHOUSE_DATABASE_URL: settings.databaseUrl.reveal(),
      GATEHOUSE_STATE_DIRECTORY: directory,
      GATEHOUSE_REGISTRY_FILE: settings.registryFile.join(','),
      GATEHOUSE_TLS_CERT_FILE: settings.tlsCertFile,
      GATEHOUSE_TLS_KEY_FILE: settings.tlsKeyFile,
      GATEHOUSE_JWKS_MAX_AGE_SECONDS: String(settings.jwksMaxAgeSeconds),
      GATEHOUSE_KEY_ROTATION_SECONDS: String(settings.keyRotationSeconds),
      GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: String(settings.keyPublishAheadSeconds),
      GATEHOUSE_SESSION_TTL_SECONDS: String(settings.sessionTtlSeconds),
      GATEHOUSE_SESSION_IDLE_SECONDS: String(settings.sessionIdleSeconds),
    },
  });
  if (ran.code !== code) throw new Error(`gatehouse ${args.join(' ')} ended with ${ran.code}: ${ran.stderr}`);
  return (code === 0 ? JSON.parse(ran.stdout) : ran.stderr) as Answer;
}

/** A key as `gatehouse keys list` prints it. */
export interface ListedKey {
  readonly kid: string;
  readonly purpose: string;
  readonly state: string;
  readonly algorithm: string;
  readonly not_before: string;
  readonly not_after: string;
}

/** Revokes a key by the command, and waits until the server has heard of it. */
export async function revokeKey(server: TestServer, kid: string): Promise<void> {
  await gatehouse(server, ['keys', 'revoke', kid]);
  await eventually(async () => {
    const answer = await fetch(`${server.issuer}/jwks`);
    const { keys } = (await answer.json()) as { keys: { kid: string }[] };
    return keys.every((key) => key.kid !== kid);
  });
}
