import type { Migration, MigrationTools } from '@gatehouse/database';
import { type Compilable, sql } from 'kysely';
import { type Columns, type Parent, table as tableOf } from './table.ts';

// Room in each page for the next version of a row: consuming changes no indexed column, so the update stays where it is.
const storage = sql`with (fillfactor = 85)`;

/** A table from a list of columns. */
const table = (
  tools: MigrationTools,
  name: string,
  columns: Columns,
  primaryKey: readonly string[],
  parent?: Parent,
): Compilable => tableOf(tools, name, columns, primaryKey, { parent, storage });

/** An index that leaves out the rows which have nothing in that column: most artefacts have no user code. */
const partialIndex = ({ db }: MigrationTools, tableName: string, column: string, ...further: string[]): Compilable =>
  db.schema
    .createIndex(`${tableName}_${column}`)
    .on(tableName)
    .columns([column, ...further])
    .where(column, 'is not', null);

function artefacts(tools: MigrationTools): Compilable[] {
  const columns: Columns = {
    model: 'text',
    id: 'bytes',
    payload: 'bytes',
    grant_id: 'text?',
    uid: 'bytes?',
    user_code: 'bytes?',
    account_id: 'text?',
    client_id: 'text?',
    expires_at: 'integer?',
    consumed_at: 'integer?',
    destroyed_at: 'integer?',
    written_at_ms: 'integer',
  };
  return [
    table(tools, 'artefacts', columns, ['model', 'id']),
    // With the model: a grant's family of consumed tokens may be long, and the grant among them is asked for at each use.
    ...['grant_id', 'uid', 'account_id'].map((column) => partialIndex(tools, 'artefacts', column, 'model')),
    partialIndex(tools, 'artefacts', 'user_code'),
    partialIndex(tools, 'artefacts', 'expires_at'),
  ];
}

function registry(tools: MigrationTools): Compilable[] {
  return [
    table(tools, 'clients', { client_id: 'text', metadata: 'text', disabled: 'integer', updated_at: 'integer' }, [
      'client_id',
    ]),
    table(
      tools,
      'client_secrets',
      { client_id: 'text', sha256: 'bytes', created_at: 'integer', expires_at: 'integer?' },
      ['client_id', 'sha256'],
      { column: 'client_id', table: 'clients', key: 'client_id' },
    ),
    table(tools, 'resources', { indicator: 'text', definition: 'text' }, ['indicator']),
    table(tools, 'roles', { name: 'text', definition: 'text' }, ['name']),
  ];
}

function people(tools: MigrationTools): Compilable[] {
  return [
    table(
      tools,
      'accounts',
      {
        id: 'text',
        login: 'text',
        name: 'text?',
        email: 'text?',
        email_verified: 'integer',
        department: 'text?',
        locale: 'text?',
        roles: 'text',
        claims: 'text',
        status: 'text',
        created_at: 'integer',
        updated_at: 'integer',
      },
      ['id'],
    ),
    tools.db.schema.createIndex('accounts_login').unique().on('accounts').column('login'),
    table(
      tools,
      'credentials',
      {
        account_id: 'text',
        kind: 'text',
        sealed_data: 'bytes',
        version: 'integer',
        created_at: 'integer',
        updated_at: 'integer',
      },
      ['account_id', 'kind'],
      { column: 'account_id', table: 'accounts', key: 'id' },
    ),
  ];
}

function machinery(tools: MigrationTools): Compilable[] {
  return [
    table(
      tools,
      'signing_keys',
      {
        kid: 'text',
        purpose: 'text',
        state: 'text',
        algorithm: 'text',
        public_jwk: 'text?',
        sealed_private_key: 'bytes',
        created_at: 'integer',
        not_before: 'integer?',
        not_after: 'integer?',
      },
      ['kid'],
    ),
    table(tools, 'key_generations', { purpose: 'text', generation: 'integer' }, ['purpose']),
    table(
      tools,
      'audit',
      { id: 'text', at_ms: 'integer', type: 'text', account_id: 'text?', client_id: 'text?', data: 'text' },
      ['id'],
    ),
    partialIndex(tools, 'audit', 'account_id'),
    table(tools, 'counters', { key: 'bytes', count: 'integer', expires_at: 'integer' }, ['key']),
    tools.db.schema.createIndex('counters_expires_at').on('counters').column('expires_at'),
    table(tools, 'changes', { kind: 'text', version: 'integer' }, ['kind']),
    table(tools, 'leases', { name: 'text', holder: 'text', expires_at: 'integer' }, ['name']),
  ];
}

/** The first schema. */
export const initialMigration: Migration = {
  name: 'initial',
  up: (tools) => [...artefacts(tools), ...registry(tools), ...people(tools), ...machinery(tools)],
};
