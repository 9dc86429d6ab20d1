import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnApi, anApi, invoices, people } from '../an-api.ts';

const secondFactor = 'urn:gatehouse:acr:2';
const now = () => Math.floor(Date.now() / 1000);

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.stop());

const bill = { customer: 'Zimmer AG', amount_minor: 12_345, currency: 'EUR', due_on: '2027-01-31' };
const path = (id: string) => `/invoices/${id}`;

async function approve(id: string, claims: Record<string, unknown>) {
  const token = await api.tokenOf('alice', 'invoice_approve', { claims });
  return api.call('POST', `/invoices/${id}/approve`, { token });
}

async function newInvoice(): Promise<string> {
  const token = await api.tokenOf('alice', 'invoice_write');
  return (await api.call('POST', '/invoices', { token, body: bill })).body.id;
}

describe('invoices', () => {
  it('people and clients see the invoices of their department, newest first', async () => {
    const finance = await api.call('GET', '/invoices', { token: await api.tokenOf('alice', 'invoice_read') });
    expect(finance.status).toBe(200);
    expect(finance.body.items.length).toBeGreaterThan(3);
    expect(new Set(finance.body.items.map((item: { department: string }) => item.department))).toEqual(
      new Set(['Finance']),
    );
    const times = finance.body.items.map((item: { created_at: string }) => item.created_at);
    expect(times).toEqual(times.toSorted((a: string, b: string) => (a < b ? 1 : -1)));

    const sales = await api.call('GET', '/invoices', { token: await api.tokenOf('bob', 'invoice_read') });
    expect(new Set(sales.body.items.map((item: { department: string }) => item.department))).toEqual(
      new Set(['Sales']),
    );

    const worker = { subject: 'worker', clientId: 'worker', scope: 'invoice_read', claims: { department: 'Finance' } };
    const client = await api.call('GET', '/invoices', { token: await api.issuer.issueToken(worker) });
    expect(client.body.items).toEqual(finance.body.items);
  });

  it('RS-07: an invoice of another department is 404, the same as one that does not exist', async () => {
    const token = await api.tokenOf('alice', 'invoice_read invoice_approve', {
      claims: { acr: secondFactor, auth_time: now() },
    });
    expect((await api.call('GET', path(invoices.finance), { token })).body.department).toBe('Finance');
    const answers = await Promise.all([
      api.call('GET', path(invoices.sales), { token }),
      api.call('GET', path('7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c099'), { token }),
      api.call('GET', path('nonsense'), { token }),
      api.call('POST', `${path(invoices.sales)}/approve`, { token }),
    ]);
    for (const answer of answers) expect([answer.status, answer.text]).toEqual([404, answers[0]?.text]);
  });

  it('RS-03: a department of another spelling or type opens nothing', async () => {
    for (const department of ['finance', 'Finance ', ['Finance'], { eq: 'Finance' }, true, '', null]) {
      const token = await api.tokenOf('alice', 'invoice_read', { claims: { department } });
      expect((await api.call('GET', path(invoices.finance), { token })).status).toBe(404);
    }
    const token = await api.tokenOf('alice', 'invoice_read', { claims: { department: undefined } });
    const answer = await api.call('GET', '/invoices', { token });
    expect([answer.status, answer.body.error]).toEqual([403, 'department_required']);
  });

  it('are made for the department and in the name of the caller', async () => {
    const token = await api.tokenOf('bob', 'invoice_write invoice_read');
    const made = await api.call('POST', '/invoices', { token, body: bill });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...bill,
      department: 'Sales',
      owner: people.bob,
      status: 'open',
      approved_by: null,
    });
    expect(made.headers.get('location')).toBe(`/invoices/${made.body.id}`);
    expect((await api.call('GET', path(made.body.id), { token })).body).toEqual(made.body);
  });

  it.each(['owner', 'owner_subject', 'department', 'status', 'id', 'issuer', 'number', 'approved_at', 'role', 'sub'])(
    'RS-07: mass assignment of "%s" is refused with 400',
    async (field) => {
      const token = await api.tokenOf('bob', 'invoice_write');
      const answer = await api.call('POST', '/invoices', { token, body: { ...bill, [field]: 'Finance' } });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_body']);
    },
  );

  it.each([
    { amount_minor: 0 },
    { amount_minor: -5 },
    { amount_minor: 1.5 },
    { amount_minor: 1e300 },
    { amount_minor: '5' },
    { currency: 'eur' },
    { due_on: '2026-02-30' },
    { customer: '' },
    { customer: 'a\u0007b' },
  ])('a wrong value is refused with 400: %j', async (wrong) => {
    const token = await api.tokenOf('bob', 'invoice_write');
    expect((await api.call('POST', '/invoices', { token, body: { ...bill, ...wrong } })).status).toBe(400);
  });
});

describe('pages of the list', () => {
  it('lead through everything once, with cursors', async () => {
    const token = await api.tokenOf('alice', 'invoice_read');
    const all = (await api.call('GET', '/invoices?limit=100', { token })).body.items;
    const seen: unknown[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await api.call('GET', `/invoices?limit=4${cursor && `&cursor=${cursor}`}`, { token });
      expect(page.body.items.length).toBeLessThanOrEqual(4);
      seen.push(...page.body.items);
      cursor = page.body.next_cursor;
    }
    expect(seen).toEqual(all);
  });

  it('RS-07: are never longer than 100, whatever is asked for', async () => {
    const token = await api.tokenOf('alice', 'invoice_read');
    const { db } = api.database;
    const [row] = await db.selectFrom('invoices').selectAll().where('id', '=', invoices.finance).execute();
    const many = Array.from({ length: 120 }, (_, n) => ({
      ...row!,
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      number: `MANY-${n}`,
      department: 'Mail room',
    }));
    await api.database.commit([db.insertInto('invoices').values(many)]);
    const mailRoom = await api.tokenOf('alice', 'invoice_read', { claims: { department: 'Mail room' } });
    for (const limit of ['100', '101', '999999999']) {
      const page = await api.call('GET', `/invoices?limit=${limit}`, { token: mailRoom });
      expect(page.body.items).toHaveLength(100);
      const rest = await api.call('GET', `/invoices?limit=100&cursor=${page.body.next_cursor}`, { token: mailRoom });
      expect(rest.body.items).toHaveLength(20);
      expect(rest.body.next_cursor).toBeNull();
    }
    for (const limit of ['0', '-1', '1.5', 'all', '', '1e3', '9999999999']) {
      const answer = await api.call('GET', `/invoices?limit=${limit}`, { token });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_limit']);
    }
    expect((await api.call('GET', '/invoices?limit=1&limit=2', { token })).status).toBe(400);
  });

  it('RS-07: a cursor that was changed, or is of somebody else, is refused', async () => {
    const token = await api.tokenOf('alice', 'invoice_read');
    const { next_cursor: cursor } = (await api.call('GET', '/invoices?limit=1', { token })).body;
    const [body = '', tag = ''] = cursor.split('.');
    const forged = Buffer.from(JSON.stringify(['9999999999', 'zzz'])).toString('base64url');
    const tampered = [
      `${forged}.${tag}`,
      `${body}.${'A'.repeat(43)}`,
      body,
      `.${tag}`,
      `${cursor}x`,
      'x'.repeat(5000),
      '',
    ];
    for (const wrong of tampered) {
      const answer = await api.call('GET', `/invoices?cursor=${wrong}`, { token });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_cursor']);
    }
    for (const other of [await api.tokenOf('bob', 'invoice_read'), await api.tokenOf('carol', 'invoice_read')]) {
      expect((await api.call('GET', `/invoices?cursor=${cursor}`, { token: other })).status).toBe(400);
    }
    const admin = await api.tokenOf('alice', 'users_admin', { claims: { roles: ['admin'] } });
    expect((await api.call('GET', `/users?cursor=${cursor}`, { token: admin })).status).toBe(400);
    expect((await api.call('GET', `/invoices?cursor=${cursor}`, { token })).status).toBe(200);
  });
});

describe('approving', () => {
  it('RS-03: with one factor, or too long after it, asks for a new sign-in (RFC 9470)', async () => {
    const wanting = [
      {},
      { acr: 'urn:gatehouse:acr:1', auth_time: now() },
      { acr: secondFactor, auth_time: now() - 400 },
      { acr: secondFactor },
    ];
    for (const claims of wanting) {
      const answer = await approve(invoices.finance, claims);
      expect(answer.status).toBe(401);
      const challenge = answer.headers.get('www-authenticate') ?? '';
      expect(challenge).toMatch(/^Bearer error="insufficient_user_authentication"/);
      expect(challenge).toContain(`acr_values="${secondFactor}"`);
      expect(challenge).toContain('max_age="300"');
      expect(challenge).toContain(`resource_metadata="${api.origin}/.well-known/oauth-protected-resource"`);
    }
  });

  it('works within five minutes of a second factor, once', async () => {
    const id = await newInvoice();
    const done = await approve(id, { acr: secondFactor, auth_time: now() - 290 });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ id, status: 'approved', approved_by: people.alice });
    const again = await approve(id, { acr: secondFactor, auth_time: now() });
    expect([again.status, again.body.error]).toEqual([409, 'already_approved']);
  });

  it('twenty approvals at once are one', async () => {
    const id = await newInvoice();
    const token = await api.tokenOf('alice', 'invoice_approve', { claims: { acr: secondFactor, auth_time: now() } });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => api.call('POST', `/invoices/${id}/approve`, { token })),
    );
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 19 }, () => 409),
    ]);
  });

  it('is for Finance only: another department sees its invoice and gets 403', async () => {
    const token = await api.tokenOf('bob', 'invoice_approve', { claims: { acr: secondFactor, auth_time: now() } });
    const answer = await api.call('POST', `${path(invoices.sales)}/approve`, { token });
    expect([answer.status, answer.body.error]).toEqual([403, 'approving_department_required']);
  });

  it('is not for clients', async () => {
    const token = await api.issuer.issueToken({
      subject: 'worker',
      clientId: 'worker',
      scope: 'invoice_approve',
      claims: { department: 'Finance', acr: secondFactor, auth_time: now() },
    });
    const answer = await api.call('POST', `${path(invoices.finance)}/approve`, { token });
    expect([answer.status, answer.body.error]).toEqual([403, 'person_required']);
  });
});
