import { join } from 'node:path';
import { type Database, openDatabase } from '@gatehouse/database';
import { postgres, skipUnless, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrations, type Tables } from '../src/database.ts';
import { createInvoiceStore, type InvoicePosition } from '../src/invoices/store.ts';
import { seed } from '../src/seed.ts';
import { createUserStore } from '../src/users/store.ts';

const issuer = 'https://issuer.example';
const finance = { issuer, department: 'Finance' };
const nowSeconds = 1_800_000_000;

/** What both stores promise, whatever the database. */
function contract(open: () => Promise<{ url: string; remove(): Promise<void> }>): void {
  let place: Awaited<ReturnType<typeof open>>;
  let database: Database<Tables>;
  beforeAll(async () => {
    place = await open();
    database = await openDatabase<Tables>({ url: place.url, migrations });
    // Several instances may start at once on one database.
    await Promise.all([1, 2, 3].map(() => seed(database, issuer, nowSeconds)));
  });
  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  const invoices = () => createInvoiceStore(database, () => nowSeconds);
  const users = () => createUserStore(database, () => nowSeconds + 7);
  const bill = { customer: 'Zimmer AG', amount_minor: 1_000_000_000_000, currency: 'EUR', due_on: '2027-01-31' };

  it('holds the demo data once', async () => {
    expect(await users().list(issuer, { after: undefined, limit: 100 })).toHaveLength(4);
    expect(await invoices().list(finance, { after: undefined, limit: 100 })).toHaveLength(9);
  });

  it('RS-07: finds an invoice by issuer, department and id together only', async () => {
    const invoice = await invoices().add({ ...finance, ownerSubject: 'alice' }, bill);
    expect(await invoices().find(finance, invoice.id)).toEqual(invoice);
    expect(invoice).toMatchObject({ amountMinor: 1_000_000_000_000, createdAtSeconds: nowSeconds, status: 'open' });
    expect(await invoices().find({ ...finance, department: 'Sales' }, invoice.id)).toBeUndefined();
    expect(await invoices().find({ ...finance, issuer: 'https://other.example' }, invoice.id)).toBeUndefined();
    expect(await invoices().approve({ ...finance, department: 'Sales' }, invoice.id, 'bob')).toBeUndefined();
  });

  it('pages through equal times without losing or repeating one', async () => {
    const scope = { issuer, department: 'Paging' };
    for (let n = 0; n < 7; n += 1) await invoices().add({ ...scope, ownerSubject: 'alice' }, bill);
    const seen: string[] = [];
    let after: InvoicePosition | undefined;
    do {
      const page = await invoices().list(scope, { after, limit: 3 });
      seen.push(...page.map(({ id }) => id));
      after = page.at(-1);
    } while (after !== undefined);
    expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
  });

  it('approves an invoice once, whoever asks at the same time', async () => {
    const { id } = await invoices().add({ ...finance, ownerSubject: 'alice' }, bill);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => invoices().approve(finance, id, `person-${n}`)),
    );
    const [approved, ...others] = results.filter((result) => result !== undefined);
    expect(others).toEqual([]);
    expect(await invoices().find(finance, id)).toEqual(approved);
    expect(approved).toMatchObject({ status: 'approved', approvedAtSeconds: nowSeconds });
  });

  it('changes only what is named, makes a profile only where it may, and removes one once', async () => {
    const blank = {
      issuer,
      subject: 'new',
      name: null,
      email: null,
      phone: null,
      department: 'HR',
      createdAtSeconds: null,
      updatedAtSeconds: null,
    };
    expect(await users().change(issuer, 'new', { name: 'N' })).toBeUndefined();
    const made = await users().change(issuer, 'new', { name: 'N' }, blank);
    expect(made).toMatchObject({ subject: 'new', name: 'N', department: 'HR', createdAtSeconds: nowSeconds + 7 });
    const changed = await users().change(issuer, 'new', { email: 'n@example.com' }, { ...blank, department: 'Other' });
    expect(changed).toMatchObject({ name: 'N', email: 'n@example.com', department: 'HR' });
    expect(await users().find(issuer, 'new')).toEqual(changed);
    expect(await users().find('https://other.example', 'new')).toBeUndefined();
    const removed = await Promise.all([users().remove(issuer, 'new'), users().remove(issuer, 'new')]);
    expect(removed.filter((user) => user !== undefined)).toEqual([changed]);
  });
}

describe('stores in SQLite', () => {
  contract(async () => {
    const { path, remove } = await temporaryDirectory();
    return { url: `sqlite:${join(path, 'api.sqlite')}`, remove };
  });
});

skipUnless('postgres')('stores in PostgreSQL', () => {
  contract(async () => {
    const server = await postgres();
    return { url: await server.newDatabase(), remove: () => server.stop() };
  });
});
