import type { Migration } from '@gatehouse/database';
import { table } from './table.ts';

/** Sign-in with identities of other providers; see stores/{connections,identities,upstream-sessions,domain-proofs}.ts. */
export const federationMigration: Migration = {
  name: 'federation',
  up: (tools) => {
    const { schema } = tools.db;
    const parent = { column: 'account_id', table: 'accounts', key: 'id' };
    return [
      table(tools, 'connections', { name: 'text', definition: 'text', sealed_secret: 'bytes?' }, ['name']),
      table(
        tools,
        'identities',
        {
          issuer: 'text',
          subject: 'text',
          account_id: 'text',
          connection: 'text',
          profile: 'text',
          linked_at: 'integer',
          used_at: 'integer?',
          sealed_tokens: 'bytes?',
        },
        ['issuer', 'subject'],
        { parent },
      ),
      schema.createIndex('identities_account_id').on('identities').column('account_id'),
      schema.createIndex('identities_connection').on('identities').columns(['connection', 'account_id']),
      table(
        tools,
        'upstream_sessions',
        {
          session_uid: 'text',
          account_id: 'text',
          connection: 'text',
          issuer: 'text',
          subject: 'text',
          sid: 'text?',
          expires_at: 'integer',
        },
        ['session_uid'],
        { parent },
      ),
      schema.createIndex('upstream_sessions_account_id').on('upstream_sessions').column('account_id'),
      schema.createIndex('upstream_sessions_sid').on('upstream_sessions').columns(['issuer', 'sid']),
      schema.createIndex('upstream_sessions_subject').on('upstream_sessions').columns(['issuer', 'subject']),
      schema.createIndex('upstream_sessions_expires_at').on('upstream_sessions').column('expires_at'),
      table(
        tools,
        'domain_proofs',
        {
          connection: 'text',
          domain: 'text',
          token: 'text',
          proved_at: 'integer?',
          checked_at: 'integer?',
          failing_since: 'integer?',
        },
        ['connection', 'domain'],
      ),
      schema.createIndex('domain_proofs_domain').on('domain_proofs').column('domain'),
    ];
  },
};
