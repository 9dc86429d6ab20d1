/**
 * Who asks, whether it is allowed, and what is recorded of it: the steps that every route shares. The policies decide;
 * here a decision becomes an answer (RFC 6750, RFC 9470) and a line of the audit record.
 */
import { clientAddress, HttpError } from '@gatehouse/http';
import { getAuth, type ResourceServer } from '@gatehouse/oauth-guard/express';
import type { Request } from 'express';
import type { Audit, AuditEntry, AuditEvent } from './audit.ts';
import { type AccessDenied, type Decision, denied } from './decision.ts';
import { type Principal, principalFrom } from './principal.ts';

/** What an event is about. */
export type Target = AuditEntry['target'];

/** The shared steps of a request. */
export interface Access {
  /** The verified caller. */
  principal(req: Request): Principal;
  /** Goes on when the decision allows it; else records the refusal and throws the answer. */
  settle(req: Request, event: AuditEvent, target: Target, decision: Decision): void;
  /** Records a refusal and gives the answer to throw. */
  refuse(req: Request, event: AuditEvent, target: Target, refusal: AccessDenied): Error;
  /** The same for an object that does not exist: it cannot be told from one that is hidden. */
  missing(req: Request, event: AuditEvent, target: Target): Error;
  /** Records a success. */
  record(req: Request, event: AuditEvent, target: Target): void;
}

/** @param guard verified the request before; it also words the challenges */
export function createAccess(guard: Pick<ResourceServer, 'authorize'>, audit: Audit): Access {
  // By the claims, which the guard gives again for each request with the same token, frozen.
  const principals = new WeakMap<object, Principal>();

  function principal(req: Request): Principal {
    const { payload } = getAuth(req);
    let known = principals.get(payload);
    if (known === undefined) {
      known = principalFrom(payload);
      principals.set(payload, known);
    }
    return known;
  }

  function write(req: Request, event: AuditEvent, target: Target, reason?: string): void {
    audit({
      event,
      principal: principal(req),
      jti: getAuth(req).payload.jti,
      target,
      reason,
      ip: clientAddress(req),
      userAgent: req.headers['user-agent'],
    });
  }

  function refuse(req: Request, event: AuditEvent, target: Target, refusal: AccessDenied): Error {
    write(req, event, target, refusal.reason);
    return challengeFor(req, refusal) ?? plainRefusal(refusal);
  }

  /** Refusals that another token would cure are worded by the guard, with the challenge that says which. */
  function challengeFor(req: Request, { scopes, stepUp }: AccessDenied): Error | undefined {
    const auth = getAuth(req);
    if (scopes !== undefined) return guard.authorize(auth, { scopes })?.toError();
    if (stepUp === undefined) return undefined;
    return guard.authorize(auth, { acr: stepUp.acrValues, maxAuthAgeSeconds: stepUp.maxAgeSeconds })?.toError();
  }

  return {
    principal,
    refuse,
    settle(req, event, target, decision) {
      if (!decision.allowed) throw refuse(req, event, target, decision);
    },
    missing: (req, event, target) => refuse(req, event, target, denied('hidden', 'no_such_object')),
    record: (req, event, target) => write(req, event, target),
  };
}

/** Sentences for the reasons that a caller may learn. */
const sentences: Readonly<Record<string, string>> = {
  admin_role_required: 'Only an administrator may do this.',
  department_required: 'The access token names no department.',
  person_required: 'Only a user may do this, not a client for itself.',
  approving_department_required: 'Users of your department may not approve invoices.',
  already_approved: 'The invoice is approved already.',
};

function plainRefusal({ because, reason }: AccessDenied): HttpError {
  if (because === 'hidden') return new HttpError(404, 'not_found', 'There is nothing here that you may see.');
  return new HttpError(because === 'conflict' ? 409 : 403, reason, sentences[reason] ?? 'This is not allowed.');
}
