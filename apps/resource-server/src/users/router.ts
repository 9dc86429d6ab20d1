/** The routes of user profiles. All expect an authenticated request. */
import { HttpError, jsonBody, sendJson } from '@gatehouse/http';
import { type Request, Router } from 'express';
import type { Access } from '../access.ts';
import { readBody } from '../body.ts';
import type { Cursors } from '../cursor.ts';
import { pagesOf } from '../page.ts';
import type { Principal } from '../principal.ts';
import { may, type UserAction } from './policy.ts';
import type { UserStore } from './store.ts';
import { type User, userChanges, viewUser } from './user.ts';

const eventOf = { read: 'user.read', change: 'user.change', remove: 'user.remove' } as const;

/** What the routes need. */
export interface UserRouteOptions {
  readonly access: Access;
  readonly users: UserStore;
  readonly cursors: Cursors;
}

/** `/users`, `/users/me` and `/users/:id`. */
export function userRoutes({ access, users, cursors }: UserRouteOptions): Router {
  const router = Router();

  /** A profile is known by its id alone, so the decision falls before the look-up: no time tells whether it exists. */
  function decide(req: Request, action: keyof typeof eventOf, id: string): Principal {
    const principal = access.principal(req);
    access.settle(req, eventOf[action], target(id), may(principal, action, { issuer: principal.issuer, subject: id }));
    return principal;
  }

  async function found<T>(
    req: Request,
    action: Exclude<UserAction, 'list'>,
    id: string,
    result: Promise<T | undefined>,
  ) {
    const value = await result;
    if (value === undefined) throw access.missing(req, eventOf[action], target(id));
    access.record(req, eventOf[action], target(id));
    return value;
  }

  async function change(req: Request, id: string): Promise<User> {
    const principal = decide(req, 'change', id);
    const changes = readBody(userChanges, req.body);
    const isOwn = principal.kind === 'person' && principal.subject === id;
    return found(req, 'change', id, users.change(principal.issuer, id, changes, isOwn ? blank(principal) : undefined));
  }

  router.get('/users', async (req, res) => {
    const principal = access.principal(req);
    access.settle(req, 'user.list', target(undefined), may(principal, 'list'));
    const pages = pagesOf(cursors, 'users', [principal.issuer, principal.subject]);
    const { limit, after } = pages.read(req.query);
    const list = await users.list(principal.issuer, { after: after?.[0], limit: limit + 1 });
    access.record(req, 'user.list', target(undefined));
    sendJson(
      res,
      pages.answer(list, limit, viewUser, (user) => [user.subject]),
    );
  });

  router.get('/users/me', async (req, res) => {
    const principal = userOf(access.principal(req));
    const { subject } = decide(req, 'read', principal.subject);
    const stored = users.find(principal.issuer, subject).then((user) => user ?? blank(principal));
    sendJson(res, viewUser(await found(req, 'read', subject, stored)));
  });
  router.patch('/users/me', jsonBody(), async (req, res) => {
    sendJson(res, viewUser(await change(req, userOf(access.principal(req)).subject)));
  });

  router.get('/users/:id', async (req, res) => {
    const { id } = req.params;
    const { issuer } = decide(req, 'read', id);
    sendJson(res, viewUser(await found(req, 'read', id, users.find(issuer, id))));
  });
  router.patch('/users/:id', jsonBody(), async (req, res) => {
    sendJson(res, viewUser(await change(req, String(req.params['id']))));
  });
  router.delete('/users/:id', async (req, res) => {
    const { id } = req.params;
    const { issuer } = decide(req, 'remove', id);
    await found(req, 'remove', id, users.remove(issuer, id));
    res.status(204).end();
  });

  return router;
}

function target(id: string | undefined) {
  return { type: 'user', id } as const;
}

/** @throws HttpError 404 for a client: it is nobody, so it has no profile */
function userOf(principal: Principal): Principal {
  if (principal.kind === 'person') return principal;
  throw new HttpError(404, 'not_found', 'A client has no profile; sign in as a user.');
}

/** What users without a stored profile see of themselves; the first change stores it. */
function blank({ issuer, subject, department }: Principal): User {
  return {
    issuer,
    subject,
    name: null,
    email: null,
    phone: null,
    department: department ?? null,
    createdAtSeconds: null,
    updatedAtSeconds: null,
  };
}
