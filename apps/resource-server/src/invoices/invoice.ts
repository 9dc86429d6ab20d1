/**
 * Invoices: what an invoice is, what may be said when one is made, and how it looks from outside.
 * An invoice belongs to a department of one issuer and has an owner (`iss` + `sub`): the user or client that made it.
 */
import { z } from 'zod';

/** An invoice as it is stored. Money is in the currency's smallest unit; times are seconds since 1970. */
export interface Invoice {
  readonly id: string;
  readonly issuer: string;
  readonly ownerSubject: string;
  readonly department: string;
  readonly number: string;
  readonly customer: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly dueOn: string;
  readonly status: 'open' | 'approved';
  readonly createdAtSeconds: number;
  readonly approvedAtSeconds: number | null;
  readonly approvedBySubject: string | null;
}

/**
 * The body of POST /invoices. Owner, department, status and number are given by the server; a body that names them,
 * or anything unknown, is refused.
 */
export const newInvoice = z.strictObject({
  customer: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line without control characters')
    .describe('Who has to pay'),
  amount_minor: z.int().min(1).max(1_000_000_000_000).describe("Amount in the currency's smallest unit"),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency code of ISO 4217, such as "EUR"')
    .describe('ISO 4217 code'),
  due_on: z.iso.date().describe('Day on which it falls due'),
});

/** A checked body of POST /invoices. */
export type NewInvoice = z.infer<typeof newInvoice>;

/** An invoice as the API answers it. */
export const invoiceView = z.strictObject({
  id: z.uuid(),
  number: z.string(),
  department: z.string(),
  owner: z.string().describe('The `sub` of the user or client that made it'),
  customer: z.string(),
  amount_minor: z.int(),
  currency: z.string(),
  due_on: z.iso.date(),
  status: z.enum(['open', 'approved']),
  created_at: z.iso.datetime(),
  approved_at: z.iso.datetime().nullable(),
  approved_by: z.string().nullable(),
});

/** Turns a stored invoice into the API's answer. */
export function viewInvoice(invoice: Invoice): z.infer<typeof invoiceView> {
  return {
    id: invoice.id,
    number: invoice.number,
    department: invoice.department,
    owner: invoice.ownerSubject,
    customer: invoice.customer,
    amount_minor: invoice.amountMinor,
    currency: invoice.currency,
    due_on: invoice.dueOn,
    status: invoice.status,
    created_at: time(invoice.createdAtSeconds),
    approved_at: invoice.approvedAtSeconds === null ? null : time(invoice.approvedAtSeconds),
    approved_by: invoice.approvedBySubject,
  };
}

/** Whether `id` could be the id of an invoice at all. */
export function isInvoiceId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
