import { describe, expect, it } from '@jest/globals';
import type { Request, Response } from 'express';
import { createTransactions, type Transaction } from '../src/transaction.ts';

const transaction: Transaction = { state: 's'.repeat(43), nonce: 'n', codeVerifier: 'v', returnTo: '/' };

/** A request that carries what the answers before set. */
function aBrowserTab() {
  const cookies = new Map<string, string>();
  const res = {
    append(_name: string, line: string) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (line.includes('Max-Age=0')) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    },
  } as unknown as Response;
  const req = () =>
    ({ headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } }) as Request;
  return { cookies, req, res };
}

describe('transaction', () => {
  it('comes back once, to the browser that began it', () => {
    const transactions = createTransactions('web-app');
    const { req, res } = aBrowserTab();
    transactions.remember(req(), res, transaction);
    expect(transactions.recall(req(), res, transaction.state)).toEqual(transaction);
    expect(transactions.recall(req(), res, transaction.state)).toBeUndefined();
  });

  it('shows nothing of itself to the browser', () => {
    const { cookies, req, res } = aBrowserTab();
    createTransactions('web-app').remember(req(), res, { ...transaction, codeVerifier: 'the verifier' });
    const [[name, value] = ['', '']] = cookies;
    expect(name).not.toContain(transaction.state.slice(0, 8));
    expect(Buffer.from(value, 'base64url').toString('latin1')).not.toContain('verifier');
  });

  it('is refused when changed, moved to another name, or sealed by another process', () => {
    const transactions = createTransactions('web-app');
    const tab = aBrowserTab();
    transactions.remember(tab.req(), tab.res, transaction);
    const [[name, value] = ['', '']] = tab.cookies;
    for (let at = 0; at < value.length; at += 7) {
      const changed = value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1);
      tab.cookies.set(name, changed);
      expect(transactions.recall(tab.req(), tab.res, transaction.state)).toBeUndefined();
    }
    tab.cookies.set(name, 'short');
    expect(transactions.recall(tab.req(), tab.res, transaction.state)).toBeUndefined();

    const other = { ...transaction, state: 'o'.repeat(43) };
    transactions.remember(tab.req(), tab.res, other);
    const [otherName = ''] = [...tab.cookies.keys()];
    tab.cookies.set(otherName, value);
    expect(transactions.recall(tab.req(), tab.res, other.state)).toBeUndefined();

    tab.cookies.set(name, value);
    expect(createTransactions('web-app').recall(tab.req(), tab.res, transaction.state)).toBeUndefined();
  });

  it('ends after ten minutes, whatever the browser kept', () => {
    let now = 0;
    const transactions = createTransactions('web-app', () => now);
    const { req, res } = aBrowserTab();
    transactions.remember(req(), res, transaction);
    now += 600_000;
    expect(transactions.recall(req(), res, transaction.state)).toBeUndefined();
  });
});
