/** What holds of a profile and what does not, for the server, each API and each client: `/reports/{profile}`. */
import { z } from 'zod';
import {
  profileNames,
  profiles,
  type ReportSources,
  reportOnClient,
  reportOnResource,
  reportOnUnregistered,
  reportPage,
  type SubjectPlace,
} from '../../directory/checks/profiles/report.ts';
import { knownClient } from '../../directory/operations/clients.ts';
import { knownResource } from '../../directory/operations/known-scopes.ts';
import { storedPolicies } from '../../directory/registry/policies.ts';
import type { AdminContext } from '../context.ts';
import { nextAddress, openPlace, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { momentOf } from '../moment.ts';
import { read } from '../operation.ts';

const finding = z
  .object({
    rule: z.string().describe('A stable code'),
    level: z.enum(['MUST', 'SHOULD', 'MAY']).describe('How much the specification asks for it (BCP 14)'),
    section: z.string().describe('Where the specification says it'),
    requirement: z.string().describe('What is required'),
    result: z
      .enum(['holds', 'fails', 'tested', 'not_checked', 'not_applicable'])
      .describe(
        'tested: nothing that is stored decides it, the tests of this version show it; not_checked: only the network could tell, and nobody asked it',
      ),
    value: z.string().describe('What was looked at, as it is; empty when nothing was'),
    advice: z.string().describe('What to do, or why nobody looked; empty when nothing is to be done'),
  })
  .meta({ id: 'ProfileFinding' });

const subject = z
  .object({
    kind: z.enum(['server', 'resource', 'client']),
    id: z.string().describe('The issuer, the indicator of the API, or the client identifier'),
    findings: z.array(finding),
  })
  .meta({ id: 'ProfileSubject' });

const params = z.object({ profile: z.enum(profileNames).describe('What is reported on') });

const query = z.object({
  ...pageQuery,
  client: z
    .string()
    .max(2048)
    .optional()
    .describe('Only this client, also when it is disabled, and when nobody registered it'),
  resource: z.string().max(2048).optional().describe('Only this API, by its indicator'),
});
type Asked = z.output<typeof query>;

/** One client, whoever registered it. Throws OperationRefused. */
async function ofClient({ storage }: Pick<AdminContext, 'storage'>, sources: ReportSources, clientId: string) {
  const unregistered = await storage.unregisteredClients.find(clientId);
  if (unregistered) return reportOnUnregistered(sources, unregistered);
  return reportOnClient(sources, await knownClient({ storage }, clientId));
}

/** What one of them is, or both; undefined when all are asked for. */
async function narrowed(context: Pick<AdminContext, 'storage'>, sources: ReportSources, { client, resource }: Asked) {
  if (client === undefined && resource === undefined) return undefined;
  const api = resource === undefined ? undefined : await knownResource(context.storage, resource);
  return [
    ...(api ? await reportOnResource(sources, api.indicator) : []),
    ...(client === undefined ? [] : await ofClient(context, sources, client)),
  ];
}

async function sourcesOf(
  { storage, reportedServer, clock }: Pick<AdminContext, 'storage' | 'reportedServer' | 'clock'>,
  profile: z.output<typeof params>['profile'],
): Promise<ReportSources> {
  const { unregisteredClients: unregistered } = await storedPolicies(storage);
  const server = { ...reportedServer, unregistered };
  return { storage, server, profile: profiles[profile], nowSeconds: Math.floor(clock() / 1000) };
}

export const reports = [
  read({
    id: 'getProfileReport',
    path: '/reports/{profile}',
    summary: 'What holds of a profile, and what does not',
    description:
      'By rule, for the server, then for each API and each enabled client. It says what is stored and set; it asks nothing over the network. The admin API and what else is part of the server is left out.',
    params,
    query,
    answer: z
      .object({
        profile: z.enum(profileNames),
        specification: z.string().describe('What the sections are sections of'),
        examined_at: z.iso.datetime(),
        ...pageOf(subject).shape,
      })
      .meta({ id: 'ProfileReport' }),
    async handle(context, { params: { profile }, query: asked }) {
      const { cursorKeys } = context;
      const { cursor, limit } = asked;
      const sources = await sourcesOf(context, profile);
      const list = `getProfileReport ${profile}`;
      const head = {
        profile,
        specification: sources.profile.specification,
        examined_at: momentOf(sources.nowSeconds),
      };
      const some = await narrowed(context, sources, asked);
      if (some) return { ...head, items: some };
      const after = openPlace(cursorKeys(), list, cursor) as SubjectPlace | undefined;
      const { subjects, next } = await reportPage(sources, { after, limit });
      return {
        ...head,
        items: subjects,
        next: next && nextAddress(`/reports/${profile}`, { limit, cursor: sealCursor(cursorKeys(), list, next) }),
      };
    },
  }),
];
