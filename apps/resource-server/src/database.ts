/** The tables of this service and their history. Times are seconds since 1970. */
import { type Migration, type MigrationTools, type ReplayTables, replayMigration } from '@gatehouse/database';

/** The tables as queries see them. */
export interface Tables extends ReplayTables {
  users: UserRow;
  invoices: InvoiceRow;
}

/** A profile; known by issuer and subject together. */
export interface UserRow {
  issuer: string;
  subject: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  department: string | null;
  created_at: number;
  updated_at: number;
}

/** An invoice; belongs to a department of one issuer. */
export interface InvoiceRow {
  id: string;
  issuer: string;
  department: string;
  owner_subject: string;
  number: string;
  customer: string;
  amount_minor: number;
  currency: string;
  due_on: string;
  status: string;
  created_at: number;
  approved_at: number | null;
  approved_by: string | null;
}

/** Every migration, oldest first; a released one never changes. */
export const migrations: readonly Migration[] = [
  { name: 'users and invoices', up: (tools) => [usersTable(tools), invoicesTable(tools), ...invoiceIndexes(tools)] },
  replayMigration,
];

function usersTable({ db, types }: MigrationTools) {
  return db.schema
    .createTable('users')
    .addColumn('issuer', types.text, (column) => column.notNull())
    .addColumn('subject', types.text, (column) => column.notNull())
    .addColumn('name', types.text)
    .addColumn('email', types.text)
    .addColumn('phone', types.text)
    .addColumn('department', types.text)
    .addColumn('created_at', types.integer, (column) => column.notNull())
    .addColumn('updated_at', types.integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('users_pkey', ['issuer', 'subject']);
}

function invoicesTable({ db, types }: MigrationTools) {
  return db.schema
    .createTable('invoices')
    .addColumn('id', types.text, (column) => column.primaryKey().notNull())
    .addColumn('issuer', types.text, (column) => column.notNull())
    .addColumn('department', types.text, (column) => column.notNull())
    .addColumn('owner_subject', types.text, (column) => column.notNull())
    .addColumn('number', types.text, (column) => column.notNull())
    .addColumn('customer', types.text, (column) => column.notNull())
    .addColumn('amount_minor', types.integer, (column) => column.notNull())
    .addColumn('currency', types.text, (column) => column.notNull())
    .addColumn('due_on', types.text, (column) => column.notNull())
    .addColumn('status', types.text, (column) => column.notNull())
    .addColumn('created_at', types.integer, (column) => column.notNull())
    .addColumn('approved_at', types.integer)
    .addColumn('approved_by', types.text);
}

function invoiceIndexes({ db }: MigrationTools) {
  return [
    db.schema.createIndex('invoices_number').unique().on('invoices').columns(['issuer', 'number']),
    db.schema
      .createIndex('invoices_of_department')
      .on('invoices')
      .columns(['issuer', 'department', 'created_at', 'id']),
  ];
}
