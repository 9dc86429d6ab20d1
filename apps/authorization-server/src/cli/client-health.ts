/** `gatehouse clients health`: how well a client is set up, and what it uses of that. */
import { answerOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { counted, textOf } from './output.ts';

type Options = ServerOption & { readonly json?: boolean };

interface Seen {
  readonly used_at?: string | undefined;
  readonly skipped_at?: string | undefined;
}

const seen = ({ used_at: used, skipped_at: skipped }: Seen): string =>
  `last used ${used ?? 'never'}${skipped === undefined ? '' : `, last without it ${skipped}`}`;

export const showClientHealth = (clientId: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const params = { path: { client_id: clientId } };
    const health = answerOf(await admin.GET('/clients/{client_id}/health', { params }));
    if (options.json) {
      process.stdout.write(`${JSON.stringify(health)}\n`);
      return;
    }
    const { last_used_at: lastUsed, pkce, sender_constraint: bound, refresh_tokens: refresh, unused } = health;
    const scopes = Object.entries(unused.scopes).map(([resource, names]) => `${resource}=${names.join(',')}`);
    const never = [...unused.grant_types, ...unused.redirect_uris, ...unused.scope, ...scopes];
    const secrets = health.secrets.map(({ fingerprint, age_days: age, expires_in_days: left }) => {
      const end = left === undefined ? '' : `, ${left < 0 ? 'expired' : `expires in ${counted(left, 'day')}`}`;
      return `${fingerprint} (${counted(age, 'day')} old${end})`;
    });
    const lines = [
      ['last used', lastUsed ?? 'never'],
      ['PKCE', `${pkce.required ? 'required' : 'not required'}, ${seen(pkce)}`],
      ['bound tokens', `${bound.required}, ${seen(bound)}`],
      ['refresh tokens', refresh],
      ['secrets', secrets.join(', ') || 'none'],
      ['never used', never.join(' ') || 'nothing'],
      ...health.findings.map(({ severity, message }) => [severity, message]),
    ] as const;
    for (const [name = '', value] of lines) process.stdout.write(`${name.padEnd(14)}  ${textOf(value)}\n`);
  });
