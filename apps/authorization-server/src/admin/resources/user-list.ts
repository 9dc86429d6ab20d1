/** `/users` as a list, for those who look for a user among a hundred thousand. */
import type { AccountRecord } from '@gatehouse/storage';
import { z } from 'zod';
import type { AdminContext } from '../context.ts';
import { nextAddress, openCursor, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { read } from '../operation.ts';
import { Problem } from '../problem.ts';
import { documentOf, user, userStatus } from './user-document.ts';

const listQuery = z.object({
  ...pageQuery,
  q: z
    .string()
    .min(1)
    .max(320)
    .optional()
    .describe('How the login or the e-mail address begins, or the whole identifier: logins first, then addresses'),
  login: z.string().max(320).optional().describe('The whole login, in any spelling'),
  status: userStatus.optional(),
  role: z.string().max(100).optional().describe('Only users who have that role'),
  sort: z.enum(['login', '-login', 'created', '-created']).default('login').describe('- is the other way round'),
});
type Query = z.output<typeof listQuery>;

/** Logins are searched, then addresses. */
interface Place {
  readonly order: 'login' | 'email' | 'created';
  readonly after?: { readonly key: string | number; readonly id: string } | undefined;
}
interface Found {
  readonly items: readonly AccountRecord[];
  readonly next?: Place | undefined;
}
type Accounts = AdminContext['storage']['accounts'];

const begins = (text: string | undefined, prefix: string): boolean =>
  text !== undefined && text.toLowerCase().startsWith(prefix.trim().toLowerCase());

async function sorted(accounts: Accounts, { sort, status, role, limit }: Query, { after }: Place): Promise<Found> {
  const order = sort.endsWith('login') ? ('login' as const) : ('created' as const);
  const page = await accounts.page({ order, descending: sort.startsWith('-'), status, role, limit, after });
  return { items: page.items, next: page.next && { order, after: page.next } };
}

async function searched(
  accounts: Accounts,
  prefix: string,
  { status, role, limit }: Query,
  { order, after }: Place,
): Promise<Found> {
  const items: AccountRecord[] = [];
  if (order === 'login') {
    const page = await accounts.page({ order, prefix, status, role, limit, after });
    if (page.next) return { items: page.items, next: { order, after: page.next } };
    items.push(...page.items);
    if (items.length === limit) return { items, next: { order: 'email' } };
  }
  const left = limit - items.length;
  const page = await accounts.page({
    order: 'email',
    prefix,
    status,
    role,
    limit: left,
    after: order === 'email' ? after : undefined,
  });
  // Whoever was found by the login is not found again.
  items.push(...page.items.filter(({ login }) => !begins(login, prefix)));
  return { items, next: page.next && { order: 'email', after: page.next } };
}

/** One that is named as a whole; undefined when a prefix is asked for. */
async function named(accounts: Accounts, { q, login }: Query): Promise<AccountRecord[] | undefined> {
  if (login !== undefined) return [await accounts.findByLogin(login)].filter((one) => one !== undefined);
  if (q === undefined || !z.uuid().safeParse(q).success) return undefined;
  const found = await accounts.find(q);
  return found && [found];
}

export const listUsers = read({
  id: 'listUsers',
  path: '/users',
  summary: 'List and search users',
  query: listQuery,
  answer: pageOf(user),
  async handle({ storage: { accounts }, cursorKeys }, { query }) {
    const { limit, cursor, q, login, status, role, sort } = query;
    if (q !== undefined && sort !== 'login') {
      throw new Problem('invalid_request', 'sort: what is searched for is sorted by login, then by address', {
        faults: [{ parameter: 'sort', detail: 'goes without q' }],
      });
    }
    const one = await named(accounts, query);
    if (one) {
      const fits = one.filter(
        (account) =>
          (status === undefined || account.status === status) && (role === undefined || account.roles.includes(role)),
      );
      return { items: fits.map(documentOf) };
    }
    const list = `listUsers ${JSON.stringify([q, status, role, sort])}`;
    const place: Place = cursor === undefined ? { order: 'login' } : (openCursor(cursorKeys(), list, cursor) as Place);
    const { items, next } =
      q === undefined ? await sorted(accounts, query, place) : await searched(accounts, q, query, place);
    return {
      items: items.map(documentOf),
      next:
        next &&
        nextAddress('/users', { limit, q, login, status, role, sort, cursor: sealCursor(cursorKeys(), list, next) }),
    };
  },
});
