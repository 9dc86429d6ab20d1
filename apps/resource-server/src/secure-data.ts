/** `GET /secure-data`: any valid token will do; the answer says who the caller is. */
import { sendJson } from '@gatehouse/http';
import { type Request, Router } from 'express';
import { z } from 'zod';
import type { Principal } from './principal.ts';

/** Who the caller is, as the API answers it. */
export const secureDataView = z.strictObject({
  message: z.string(),
  caller: z.strictObject({
    kind: z.enum(['person', 'client']),
    issuer: z.string(),
    subject: z.string(),
    client_id: z.string(),
    scopes: z.array(z.string()),
    department: z.string().nullable(),
    roles: z.array(z.string()),
  }),
});

/** @param principalOf gives the principal of an authenticated request */
export function secureDataRoutes(principalOf: (req: Request) => Principal): Router {
  const router = Router();
  router.get('/secure-data', (req, res) => {
    const { kind, issuer, subject, clientId, scopes, department, roles } = principalOf(req);
    const answer: z.infer<typeof secureDataView> = {
      message: kind === 'person' ? 'Your access token is valid.' : 'The access token of this client is valid.',
      caller: {
        kind,
        issuer,
        subject,
        client_id: clientId,
        scopes: [...scopes],
        department: department ?? null,
        roles: [...roles],
      },
    };
    sendJson(res, answer);
  });
  return router;
}
