/** How well a client is set up: `/clients/{client_id}/health`. */
import { z } from 'zod';
import { clientHealth } from '../../directory/clients/health.ts';
import { fingerprintOf, knownClient } from '../../directory/operations/clients.ts';
import { momentOf } from '../moment.ts';
import { read } from '../operation.ts';
import { clientParams } from './client-document.ts';

const moment = z.iso.datetime();
const finding = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'critical']),
  message: z.string().describe('What is, and what to do'),
});

const health = z
  .object({
    client_id: z.string(),
    last_used_at: moment.optional().describe('To the minute; absent: nothing was seen of it'),
    pkce: z.object({
      required: z.boolean(),
      used_at: moment.optional(),
      skipped_at: moment.optional().describe('When it last asked without a challenge'),
    }),
    sender_constraint: z.object({
      required: z.enum(['none', 'dpop', 'mtls']),
      used_at: moment.optional(),
      skipped_at: moment.optional().describe('When it last got a token that is bound to no key'),
    }),
    refresh_tokens: z
      .enum(['none', 'rotated', 'kept'])
      .describe('rotated: each works once; kept: bound to a key, each works until it expires'),
    secrets: z.array(z.object({ fingerprint: z.string(), age_days: z.int(), expires_in_days: z.int().optional() })),
    unused: z
      .object({
        redirect_uris: z.array(z.string()),
        grant_types: z.array(z.string()),
        scope: z.array(z.string()),
        scopes: z.record(z.string(), z.array(z.string())).describe('By resource'),
      })
      .describe('What it is registered with and has not used since uses are noted'),
    findings: z.array(finding).describe('The worst first'),
  })
  .meta({ id: 'ClientHealth' });

const daySeconds = 86_400;
const momentIf = (seconds: number | undefined) => (seconds === undefined ? undefined : momentOf(seconds));

export const clientsHealth = [
  read({
    id: 'getClientHealth',
    path: '/clients/{client_id}/health',
    summary: 'How well a client is set up, and what it uses',
    description: 'Uses are noted while the admin API is served, and written once a minute.',
    params: clientParams,
    answer: health,
    async handle({ storage, clock }, { params }) {
      const record = await knownClient({ storage }, params.client_id);
      const nowSeconds = Math.floor(clock() / 1000);
      const { lastUsed, pkce, senderConstraint, ...found } = clientHealth(
        record,
        await storage.clientUsage.list(record.clientId),
        nowSeconds,
      );
      const times = ({ usedAt, skippedAt }: typeof pkce | typeof senderConstraint) => ({
        used_at: momentIf(usedAt),
        skipped_at: momentIf(skippedAt),
      });
      return {
        client_id: record.clientId,
        last_used_at: momentIf(lastUsed),
        pkce: { required: pkce.required, ...times(pkce) },
        sender_constraint: { required: senderConstraint.required, ...times(senderConstraint) },
        refresh_tokens: found.refreshTokens,
        secrets: found.secrets.map(({ sha256, createdAtSeconds, expiresAtSeconds }) => ({
          fingerprint: fingerprintOf(sha256),
          age_days: Math.floor((nowSeconds - createdAtSeconds) / daySeconds),
          expires_in_days:
            expiresAtSeconds === undefined ? undefined : Math.floor((expiresAtSeconds - nowSeconds) / daySeconds),
        })),
        unused: found.unused,
        findings: found.findings,
      };
    },
  }),
];
