/** Demo users and invoices, for development only. They are stored once: what is changed or removed later stays so. */
import type { Database } from '@gatehouse/database';
import type { InvoiceRow, Tables, UserRow } from './database.ts';

const day = 24 * 60 * 60;
const idOf = (n: number) => `6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e0${n}`;
const alice = idOf(1);
const bob = idOf(2);
const carol = idOf(3);

type DemoUser = readonly [subject: string, login: string, name: string, department: string];

const demoUsers: readonly DemoUser[] = [
  [alice, 'alice', 'Alice Archer', 'Finance'],
  [bob, 'bob', 'Bob Baker', 'Sales'],
  [carol, 'carol', 'Carol Chen', 'Finance'],
  [idOf(4), 'dave', 'Dave Diaz', 'Sales'],
];

type Bill = readonly [
  owner: string,
  customer: string,
  amountMinor: number,
  currency: string,
  dueInDays: number,
  approved?: 'approved',
];

const finance: readonly Bill[] = [
  [alice, 'Nordlicht Energie GmbH', 124_050, 'EUR', 12],
  [carol, 'Brewster & Sons', 89_900, 'GBP', 9],
  [alice, 'Atelier Fontaine', 1_250_000, 'EUR', -5],
  [carol, 'Kowalski Transport', 412_000, 'PLN', 30],
  [alice, 'Hikari Systems 株式会社', 780_000, 'JPY', 21],
  [alice, 'Blue Harbour Catering', 63_525, 'EUR', -20, 'approved'],
  [carol, 'Fjord Paper AS', 2_310_00, 'NOK', 3],
  [alice, 'Otto & Vega Architects', 4_875_000, 'EUR', 44],
  [carol, 'Greenfield Cleaning Ltd', 36_000, 'GBP', -41, 'approved'],
];

const sales: readonly Bill[] = [
  [bob, 'Meridian Events', 540_000, 'EUR', 14],
  [bob, 'Copper Lane Print', 18_750, 'GBP', 6],
  [bob, 'Sundial Media', 96_000, 'USD', -3],
  [bob, 'Lakeside Hotels', 312_400, 'CHF', -30, 'approved'],
];

/**
 * Stores the demo users and invoices of `issuer`, unless it has users already.
 * @param nowSeconds wall clock in seconds; due days are counted from it
 */
export async function seed(database: Database<Tables>, issuer: string, nowSeconds: number): Promise<void> {
  const { db } = database;
  const present = await db.selectFrom('users').select('subject').where('issuer', '=', issuer).limit(1).execute();
  if (present.length > 0) return;
  const users = demoUsers.map((user) => userRow(issuer, nowSeconds, user));
  const invoices = [
    ...finance.map((bill, index) => invoiceRow(issuer, nowSeconds, 'Finance', index + 1, bill)),
    ...sales.map((bill, index) => invoiceRow(issuer, nowSeconds, 'Sales', finance.length + index + 1, bill)),
  ];
  // Several instances may start at once; the second one finds everything there.
  await database.commit([
    db
      .insertInto('users')
      .values(users)
      .onConflict((conflict) => conflict.doNothing()),
    db
      .insertInto('invoices')
      .values(invoices)
      .onConflict((conflict) => conflict.doNothing()),
  ]);
}

function userRow(issuer: string, now: number, [subject, login, name, department]: DemoUser): UserRow {
  const times = { created_at: now, updated_at: now };
  return { issuer, subject, name, email: `${login}@example.com`, phone: null, department, ...times };
}

function invoiceRow(issuer: string, now: number, department: string, n: number, bill: Bill): InvoiceRow {
  const [owner, customer, amount, currency, dueInDays, approved] = bill;
  const two = String(n).padStart(2, '0');
  return {
    id: `7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c0${two}`,
    issuer,
    department,
    owner_subject: owner,
    number: `INV-${new Date(now * 1000).getUTCFullYear()}-00${two}`,
    customer,
    amount_minor: amount,
    currency,
    due_on: new Date((now + dueInDays * day) * 1000).toISOString().slice(0, 10),
    status: approved ?? 'open',
    created_at: now - n * day,
    approved_at: approved === undefined ? null : now - day,
    approved_by: approved === undefined ? null : carol,
  };
}
