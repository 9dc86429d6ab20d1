/** Invoices as the API answers them. What arrives is checked: a page never shows what it did not expect. */

/** One invoice, as far as the pages show it. */
export interface Invoice {
  readonly id: string;
  readonly number: string;
  readonly department: string;
  readonly customer: string;
  /** In the currency's smallest unit. */
  readonly amountMinor: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** Calendar day, `YYYY-MM-DD`. */
  readonly dueOn: string;
  readonly status: 'open' | 'approved';
  /** RFC 3339 time. */
  readonly approvedAt: string | undefined;
}

/** A page of a list. */
export interface InvoicePage {
  readonly invoices: readonly Invoice[];
  readonly nextCursor: string | undefined;
}

/** @throws TypeError when `body` is no page of invoices */
export function readInvoicePage(body: unknown): InvoicePage {
  const { items, next_cursor: nextCursor } = fields(body);
  if (!Array.isArray(items)) throw new TypeError('the API answered no list');
  return { invoices: items.map(readInvoice), nextCursor: typeof nextCursor === 'string' ? nextCursor : undefined };
}

/** @throws TypeError when `body` is no invoice */
export function readInvoice(body: unknown): Invoice {
  const value = fields(body);
  const { amount_minor: amountMinor, status, approved_at: approvedAt } = value;
  if (typeof amountMinor !== 'number' || !Number.isSafeInteger(amountMinor)) throw unexpected('amount_minor');
  if (status !== 'open' && status !== 'approved') throw unexpected('status');
  const currency = text(value, 'currency');
  if (!/^[A-Z]{3}$/.test(currency)) throw unexpected('currency');
  const dueOn = text(value, 'due_on');
  if (!/^\d{4}-\d\d-\d\d$/.test(dueOn)) throw unexpected('due_on');
  return {
    id: text(value, 'id'),
    number: text(value, 'number'),
    department: text(value, 'department'),
    customer: text(value, 'customer'),
    amountMinor,
    currency,
    dueOn,
    status,
    approvedAt: typeof approvedAt === 'string' ? approvedAt : undefined,
  };
}

function fields(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new TypeError('the API answered no object');
  return value as Record<string, unknown>;
}

function text(value: Record<string, unknown>, name: string): string {
  const found = value[name];
  if (typeof found !== 'string') throw unexpected(name);
  return found;
}

function unexpected(name: string): TypeError {
  return new TypeError(`the API answered an invoice with an unexpected "${name}"`);
}
