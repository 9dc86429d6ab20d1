/** What the store says → what a browser sees. */
import { HttpError } from '@gatehouse/http';
import { LostRaceError, StorageUnavailableError } from '@gatehouse/storage';
import type { NextFunction, Request, Response } from 'express';

/** Error middleware of routers that users' forms go to. */
export const refusals = (error: unknown, _request: Request, _response: Response, next: NextFunction): void => {
  if (error instanceof StorageUnavailableError) {
    const headers = { 'retry-after': String(error.retryAfterSeconds) };
    next(new HttpError(503, 'temporarily_unavailable', error.sentence, { headers, cause: error }));
  } else if (error instanceof LostRaceError) {
    next(new HttpError(400, 'interaction_finished', 'this step was done by another request'));
  } else next(error);
};

/** A link that was used before, is too old, or never was. */
export const linkUsed = (): HttpError => new HttpError(400, 'link_used', 'this link was used before or is too old');

/** Nothing that a user sees here may be kept by a cache (AS-17). */
export const noStore = (_request: Request, response: Response, next: NextFunction): void => {
  response.set('cache-control', 'no-store');
  next();
};
