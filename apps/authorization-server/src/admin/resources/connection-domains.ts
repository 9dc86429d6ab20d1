/** Domains of a connection, and how each is proved: `/connections/{connection_name}/domains`. */
import { z } from 'zod';
import { challengeRecordOf } from '../../directory/connections/challenge.ts';
import type { DomainOfConnection, DomainState } from '../../directory/connections/domain-states.ts';
import { carryOutCheck, challengeDomain, checkDomain, domainsOf } from '../../directory/operations/domains.ts';
import type { AdminContext } from '../context.ts';
import { momentOf } from '../moment.ts';
import { read, write } from '../operation.ts';
import { moment } from './user-document.ts';

const path = '/connections/{connection_name}/domains';
const ofConnection = z.object({ connection_name: z.string().max(64).describe('Name of the connection') });
const ofDomain = ofConnection.extend({ domain: z.string().max(253).describe('One of its domains, in lower case') });

const connectionDomain = z
  .object({
    domain: z.string(),
    state: z
      .enum(['unproved', 'proved', 'lost'])
      .describe('Sign-in goes by it only while it is proved; lost: it was proved, and its DNS says it no more'),
    record: z
      .object({
        name: z.string().describe('Name of the TXT record that proves the domain'),
        value: z.string().describe('What the record says'),
      })
      .optional()
      .describe('Absent: nobody has asked for a challenge yet'),
    proved_at: moment.optional(),
    checked_at: moment.optional().describe('When the DNS last gave an answer'),
    lost_at: moment.optional(),
  })
  .meta({ id: 'ConnectionDomain' });

const whenever = (seconds: number | undefined) => (seconds === undefined ? undefined : momentOf(seconds));

const documentOf = ({ domain, state, proof }: DomainState) => ({
  domain,
  state,
  record: proof && { name: challengeRecordOf(domain), value: proof.token },
  proved_at: whenever(proof?.provedAtSeconds),
  checked_at: whenever(proof?.checkedAtSeconds),
  lost_at: whenever(proof?.failingSinceSeconds),
});

const whichOf = (params: z.output<typeof ofDomain>): DomainOfConnection => ({
  connection: params.connection_name,
  domain: params.domain,
});

/** As it is stored. */
async function domainNow({ storage }: Pick<AdminContext, 'storage'>, { connection, domain }: DomainOfConnection) {
  const found = (await domainsOf(storage, connection)).find((one) => one.domain === domain);
  return found && documentOf(found);
}

export const connectionDomains = [
  read({
    id: 'listConnectionDomains',
    path,
    summary: 'Domains of a connection, and how each is proved',
    params: ofConnection,
    answer: z.object({ items: z.array(connectionDomain) }).meta({ id: 'ConnectionDomains' }),
    async handle({ storage }, { params: { connection_name: name } }) {
      return { items: (await domainsOf(storage, name)).map(documentOf) };
    },
  }),
  write({
    id: 'challengeConnectionDomain',
    method: 'post',
    path: `${path}/{domain}/challenge`,
    summary: 'Say by which TXT record a domain is proved',
    description: 'The same record each time, until the domain is taken out of the connection.',
    params: ofDomain,
    status: 200,
    answer: z
      .object({ domain: z.string(), record: z.object({ name: z.string(), value: z.string() }) })
      .meta({ id: 'DomainChallenge' }),
    async plan(context, { params, caller }) {
      const which = whichOf(params);
      const { token, ...work } = await challengeDomain(context, caller, which);
      const before = await domainNow(context, which);
      const record = { name: challengeRecordOf(which.domain), value: token };
      return {
        target: { type: 'connection', id: which.connection },
        before,
        after: { ...before, record },
        operation: work.events.length > 0 ? 'ask for the proof of a domain' : undefined,
        work,
        answer: { domain: which.domain, record },
      };
    },
  }),
  write({
    id: 'checkConnectionDomain',
    method: 'post',
    path: `${path}/{domain}/check`,
    summary: 'Look in the DNS whether a domain is proved',
    description:
      'A domain that is proved for another connection, a DNS that gives no answer, and a connection that is changed meanwhile are refused, and nothing changes.',
    params: ofDomain,
    refusals: ['no_challenge', 'domain_taken', 'dns_unavailable', 'connection_changed'],
    status: 200,
    answer: z
      .object({
        domain: z.string(),
        state: z.enum(['unproved', 'proved', 'lost']),
        found: z.boolean().describe('The record is there'),
      })
      .meta({ id: 'CheckedDomain' }),
    async plan(context, { params, caller }) {
      const which = whichOf(params);
      const work = await checkDomain(context, caller, which);
      const { found, became } = work;
      const before = await domainNow(context, which);
      const after = { ...before, state: became ?? before?.state };
      const operations = { proved: 'find a domain proved', lost: 'find the proof of a domain lost' } as const;
      return {
        target: { type: 'connection', id: which.connection },
        before,
        after,
        operation: became && operations[became],
        work,
        carryOut: (commit) => carryOutCheck(commit, work, which),
        answer: { domain: which.domain, state: after.state, found },
      };
    },
  }),
];
