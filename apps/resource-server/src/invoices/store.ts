/** Where invoices are kept. Every look is scoped: by issuer and department, never by the id alone. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@gatehouse/database';
import type { InvoiceRow, Tables } from '../database.ts';
import type { Invoice, NewInvoice } from './invoice.ts';

/** Whose invoices. */
export interface InvoiceScope {
  readonly issuer: string;
  readonly department: string;
}

/** Where a page of the list ended. */
export interface InvoicePosition {
  readonly createdAtSeconds: number;
  readonly id: string;
}

/** The port that the routes need. */
export interface InvoiceStore {
  find(scope: InvoiceScope, id: string): Promise<Invoice | undefined>;
  /** The newest first. */
  list(scope: InvoiceScope, page: { after: InvoicePosition | undefined; limit: number }): Promise<readonly Invoice[]>;
  add(owner: InvoiceScope & { readonly ownerSubject: string }, invoice: NewInvoice): Promise<Invoice>;
  /** Approves an open invoice by one conditional write; undefined when it is not open (any more). */
  approve(scope: InvoiceScope, id: string, bySubject: string): Promise<Invoice | undefined>;
}

/** @param nowSeconds wall clock in seconds */
export function createInvoiceStore(database: Database<Tables>, nowSeconds: () => number): InvoiceStore {
  const { db } = database;
  const within = ({ issuer, department }: InvoiceScope) =>
    db.selectFrom('invoices').selectAll().where('issuer', '=', issuer).where('department', '=', department);

  return {
    async find(scope, id) {
      const [row] = await within(scope).where('id', '=', id).execute();
      return row && invoiceFrom(row);
    },

    async list(scope, { after, limit }) {
      const rest =
        after === undefined
          ? within(scope)
          : within(scope).where((where) =>
              where.or([
                where('created_at', '<', after.createdAtSeconds),
                where.and([where('created_at', '=', after.createdAtSeconds), where('id', '<', after.id)]),
              ]),
            );
      const rows = await rest.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(invoiceFrom);
    },

    async add({ issuer, department, ownerSubject }, invoice) {
      const row: InvoiceRow = {
        id: randomUUID(),
        issuer,
        department,
        owner_subject: ownerSubject,
        number: newNumber(nowSeconds()),
        ...invoice,
        status: 'open',
        created_at: nowSeconds(),
        approved_at: null,
        approved_by: null,
      };
      await database.commit([db.insertInto('invoices').values(row)]);
      return invoiceFrom(row);
    },

    async approve({ issuer, department }, id, bySubject) {
      const [result] = await database.commit([
        db
          .updateTable('invoices')
          .set({ status: 'approved', approved_at: nowSeconds(), approved_by: bySubject })
          .where('issuer', '=', issuer)
          .where('department', '=', department)
          .where('id', '=', id)
          .where('status', '=', 'open')
          .returningAll(),
      ]);
      const [row] = result?.rows ?? [];
      return row && invoiceFrom(row as unknown as InvoiceRow);
    },
  };
}

/** Such as `INV-2026-7f3a91c2`: random, so that instances need not agree and nobody can count the invoices of others. */
function newNumber(nowSeconds: number): string {
  return `INV-${new Date(nowSeconds * 1000).getUTCFullYear()}-${randomBytes(4).toString('hex')}`;
}

function invoiceFrom(row: InvoiceRow): Invoice {
  return {
    id: row.id,
    issuer: row.issuer,
    department: row.department,
    ownerSubject: row.owner_subject,
    number: row.number,
    customer: row.customer,
    amountMinor: row.amount_minor,
    currency: row.currency,
    dueOn: row.due_on,
    status: row.status === 'approved' ? 'approved' : 'open',
    createdAtSeconds: row.created_at,
    approvedAtSeconds: row.approved_at,
    approvedBySubject: row.approved_by,
  };
}
