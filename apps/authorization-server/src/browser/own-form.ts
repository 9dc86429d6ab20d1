import { formBody } from '@gatehouse/http';
import type { Csrf } from '@gatehouse/http/csrf';
import type { RequestHandler } from 'express';

/** What stands before every form of users: its body is read, and it must come from a page of ours. */
export const ownForm = (csrf: Pick<Csrf, 'check'>): RequestHandler[] => [
  formBody(),
  (request, _response, next) => {
    csrf.check(request);
    next();
  },
];
