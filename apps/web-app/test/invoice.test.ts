import { describe, expect, it } from '@jest/globals';
import { readInvoice, readInvoicePage } from '../src/invoice.ts';

const good = {
  id: '7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c001',
  number: 'INV-1',
  department: 'Finance',
  customer: 'Brewster',
  amount_minor: 1,
  currency: 'EUR',
  due_on: '2026-12-03',
  status: 'open',
  approved_at: null,
};

describe('invoices of the API', () => {
  it('are read as they are documented', () => {
    expect(readInvoicePage({ items: [good], next_cursor: null })).toEqual({
      invoices: [expect.objectContaining({ id: good.id, amountMinor: 1, dueOn: '2026-12-03', approvedAt: undefined })],
      nextCursor: undefined,
    });
  });

  it.each([
    ['id', 1],
    ['amount_minor', 1.5],
    ['amount_minor', '1'],
    ['currency', 'euro'],
    ['due_on', 'tomorrow'],
    ['status', 'paid'],
    ['customer', null],
  ])('with an unexpected %s are refused', (name, value) => {
    expect(() => readInvoice({ ...good, [name]: value })).toThrow(`"${name}"`);
  });

  it.each([null, 'text', [], { items: {} }, { items: [null] }])('anything else is refused', (body) => {
    expect(() => readInvoicePage(body)).toThrow(/the API answered/);
  });
});
