/** Every operation of OpenAPI × every role and every single scope: what the table of access says, and nothing else, is let through. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Access,
  type AdminScope,
  access,
  adminRoles,
  adminScopes,
  type OperationId,
} from '../../src/admin/access.ts';
import { openApiDocument } from '../../src/admin/openapi/document.ts';
import { allOperations } from '../../src/admin/resources/all.ts';
import { type ApiUnderTest, caller, createApi } from './api.ts';
import { addPeople, invoices, people } from './people.ts';

const document = openApiDocument('https://id.example.com') as {
  paths: Record<string, Record<string, { operationId: OperationId; security: { gatehouse: AdminScope[] }[] }>>;
};
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, security }]) => ({ path, method, id: operationId, security })),
);

/** What each role is for, said once more and independently of the scopes it is made of. */
const mayNot: Readonly<Record<keyof typeof adminRoles, RegExp>> = {
  operator: /^$/u,
  support: /:secrets$|:credentials$|^keys:|:apply$|^settings:|^(?:clients|resources|connections|outbox):write$/u,
  auditor: /:(?!read$)/u,
};

let under: ApiUnderTest;
beforeAll(async () => {
  under = await createApi();
});
afterAll(() => under.close());

/** How a call ends that is allowed may be anything but a refusal of access. */
const codeOf = async (operation: (typeof described)[number], scopes: readonly string[], changes = {}) => {
  const answer = await under.api.handle({
    method: operation.method.toUpperCase(),
    path: operation.path.replaceAll(/\{\w+\}/gu, 'nobody'),
    query: new URLSearchParams(),
    // A dry run changes nothing, whoever may.
    header: (name) => ({ prefer: 'dry-run', 'x-reason': 'a test' })[name],
    body: undefined,
    caller: caller({ scopes: new Set(scopes), ...changes }),
  });
  return { ...answer, code: (answer.body as { code?: string } | undefined)?.code };
};

describe('ADM-02 access to the admin API', () => {
  test('the table, the operations and OpenAPI name the same', () => {
    const ids = allOperations.map(({ id }) => id).toSorted();
    expect(Object.keys(access).toSorted()).toEqual(ids);
    expect(described.map(({ id }) => id).toSorted()).toEqual(ids);
  });

  test.each(described)(
    '$id: each scope alone is let through or refused, and the missing one is named',
    async (operation) => {
      const { scope, also = [] } = access[operation.id] as Access;
      const needed = [scope, ...also];
      expect(operation.security).toEqual([{ gatehouse: needed }]);
      for (const one of Object.keys(adminScopes)) {
        const isIt = one === scope;
        const { code, status, headers, body } = await codeOf(operation, isIt ? needed : [one]);
        if (isIt) expect(code).not.toBe('insufficient_scope');
        else {
          expect([status, code]).toEqual([403, 'insufficient_scope']);
          expect((body as { detail: string }).detail).toContain(scope);
          expect(headers['www-authenticate']).toContain(`scope="${scope}"`);
        }
      }
      for (const one of also) {
        const { code, body } = await codeOf(
          operation,
          needed.filter((other) => other !== one),
        );
        expect([code, (body as { detail: string }).detail.includes(one)]).toEqual(['insufficient_scope', true]);
      }
      expect((await codeOf(operation, [])).code).toBe('insufficient_scope');
    },
  );

  test.each(Object.entries(adminRoles))(
    'the role %s is let through where it should be, and nowhere else',
    async (role, scopes) => {
      for (const operation of described) {
        const { scope } = access[operation.id] as Access;
        const isAllowed = !mayNot[role as keyof typeof adminRoles].test(scope);
        const { code } = await codeOf(operation, scopes);
        expect([operation.id, code === 'insufficient_scope']).toEqual([operation.id, !isAllowed]);
      }
    },
  );

  test.each(described)('$id: a user with one factor reads, and writes nothing', async (operation) => {
    const { status, code } = await codeOf(operation, Object.keys(adminScopes), { twoFactors: false });
    if (operation.method === 'get') expect(code).not.toBe('insufficient_user_authentication');
    else expect([status, code]).toEqual([401, 'insufficient_user_authentication']);
  });

  test('a client that acts for itself has no factors to prove', async () => {
    const changes = { twoFactors: false, subject: undefined, actor: { type: 'client', id: 'deployer' } };
    for (const operation of described) {
      const { code } = await codeOf(operation, Object.keys(adminScopes), changes);
      expect(code).not.toBe('insufficient_user_authentication');
    }
  });
});

/** What is asked for by each operation on users; nothing else about it would be refused. */
const bodies: Partial<Record<OperationId, object>> = {
  addUser: { login: 'new', name: 'New', email: 'new@example.com' },
  inviteUser: {},
  updateUser: { name: 'Another' },
  setUserPassword: { password: 'correct horse battery staple' },
  addUserApiKey: { resource: invoices, scopes: ['invoice_read'] },
};
const ofUsers = described.filter(({ path }) => path.startsWith('/users/{user_id}'));
const isRole = (role: string): role is keyof typeof adminRoles => Object.hasOwn(adminRoles, role);

/** Who may act on whom, once more and independently of the scopes: the auditor reads keys and settings, which support does not. */
const reach: Readonly<Record<string, RegExp>> = {
  operator: /^(?:operator|support|auditor|clerk)$/u,
  support: /^(?:support|clerk)$/u,
  auditor: /^(?:auditor|clerk)$/u,
};
const neverOneself = new Set(['deleteUser', 'setUserPassword', 'removeUserFactors', 'unlinkUserIdentity']);

describe('ADM-06 operations on users: every role as the caller, every role as the user, oneself and others', () => {
  beforeAll(() => addPeople(under));

  test.each(ofUsers)('$id', async (operation) => {
    const { scope } = access[operation.id] as Access;
    for (const [subject, role] of Object.entries(people).filter(([, name]) => isRole(name))) {
      if (!isRole(role)) continue;
      for (const [user, held] of Object.entries(people)) {
        // eslint-disable-next-line no-await-in-loop -- one database
        const { body } = await under.api.handle({
          method: operation.method.toUpperCase(),
          path: operation.path.replace('{user_id}', user).replaceAll(/\{\w+\}/gu, 'nothing'),
          query: new URLSearchParams(),
          header: (name) => ({ prefer: 'dry-run', 'x-reason': 'a test' })[name],
          body: bodies[operation.id],
          caller: caller({ actor: { type: 'user', id: subject }, subject, scopes: new Set(adminRoles[role]) }),
        });
        const { code } = (body ?? {}) as { code?: string };
        const isOwn = subject === user;
        const expected = mayNot[role].test(scope)
          ? 'insufficient_scope'
          : operation.method === 'get' || (reach[role]?.test(held) && !(isOwn && neverOneself.has(operation.id)))
            ? 'let through'
            : 'forbidden_object';
        const isRefused = code === 'insufficient_scope' || code === 'forbidden_object';
        expect([operation.id, subject, user, isRefused ? code : 'let through']).toEqual([
          operation.id,
          subject,
          user,
          expected,
        ]);
      }
    }
  });
});
