/** The report on a profile, in pages: the server, then APIs and clients by name. What is part of this server is left out. */
import type { ClientRecord, Storage, UnregisteredClientRecord } from '@gatehouse/storage';
import { tokenExchangeGrantType } from '../../clients/grant-types.ts';
import { adminIndicator } from '../../resources/admin-api.ts';
import { StoredRecordError } from '../../resources/stored-record.ts';
import { type ClientFacts, clientFacts, type ResourceFacts, resourceOf, type ServerFacts } from './facts.ts';
import { mcp20260728 } from './mcp-2026-07-28.ts';
import { oauth21 } from './oauth21.ts';
import type { Profile } from './profile.ts';
import { fails, judge, type ProfileFinding } from './rule.ts';
import { unregisteredFacts } from './unregistered-client.ts';

/** By the names under which they are asked for. */
export const profiles = { 'mcp-2026-07-28': mcp20260728, oauth21 } as const satisfies Readonly<Record<string, Profile>>;
export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as [ProfileName, ...ProfileName[]];

/** What a part of a report is about. */
export type SubjectKind = 'server' | 'resource' | 'client';

export interface Subject {
  readonly kind: SubjectKind;
  /** The issuer, the indicator or the client identifier. */
  readonly id: string;
  readonly findings: readonly ProfileFinding[];
}

/** Subjects in their order begin after it. */
export interface SubjectPlace {
  readonly key: SubjectKind;
  readonly id: string;
}

export interface ReportSources {
  readonly storage: Pick<Storage, 'clients' | 'resources'>;
  readonly server: ServerFacts;
  readonly profile: Profile;
  readonly nowSeconds: number;
}

/** What all subjects of a page are judged by. */
const knownResources = async ({ storage }: Pick<ReportSources, 'storage'>) =>
  new Map((await storage.resources.list()).map(resourceOf).map((one) => [one.indicator, one]));

const isEnabled = ({ disabled }: ClientRecord): boolean => !disabled;

/** Whether it may get a token for the API: by asking for its scopes, or by exchange. */
function reaches({ metadata }: ClientRecord, indicator: string): boolean {
  const { scopes = {}, token_exchange: exchange } = metadata as {
    readonly scopes?: Readonly<Record<string, readonly string[]>>;
    readonly token_exchange?: { readonly rules: readonly { readonly to: string }[] };
  };
  const grants = (metadata['grant_types'] ?? ['authorization_code']) as readonly string[];
  if (grants.length === 0) return false;
  if (Object.hasOwn(scopes, indicator) && (scopes[indicator] ?? []).length > 0) return true;
  return grants.includes(tokenExchangeGrantType) && (exchange?.rules ?? []).some(({ to }) => to === indicator);
}

const isApi = ({ metadata }: ClientRecord, indicator: string): boolean =>
  ((metadata['resource_server_for'] ?? []) as readonly string[]).includes(indicator);

/** Reads all clients: which of them reach the API is known in no other way. */
async function resourceFacts(
  { storage, server }: Pick<ReportSources, 'storage' | 'server'>,
  resources: readonly ResourceFacts['resource'][],
): Promise<ResourceFacts[]> {
  if (resources.length === 0) return [];
  const clients = (await storage.clients.list()).filter(isEnabled);
  const named = (indicator: string, which: typeof reaches) =>
    clients.filter((client) => which(client, indicator)).map(({ clientId }) => clientId);
  return resources.map((resource) => ({
    resource,
    reachedBy: named(resource.indicator, reaches),
    served: named(resource.indicator, isApi),
    server,
  }));
}

const serverSubject = ({ profile, server }: ReportSources): Subject => ({
  kind: 'server',
  id: server.issuer,
  findings: judge(profile.server, server),
});

const resourceSubject =
  ({ profile }: ReportSources) =>
  (facts: ResourceFacts): Subject => ({
    kind: 'resource',
    id: facts.resource.indicator,
    findings: judge(profile.resource, facts),
  });

/** Said instead of all rules: the server refuses such a client as well. */
const unreadable = ({ message }: StoredRecordError): ProfileFinding => ({
  rule: 'stored-record',
  level: 'MUST',
  section: 'this server',
  requirement: 'What is stored of it can be read.',
  ...fails(message, 'Declare it anew: no request in its name is answered.'),
});

function clientSubject(
  { profile }: ReportSources,
  clientId: string,
  factsOf: () => ClientFacts | ProfileFinding,
): Subject {
  const findingsOf = (): ProfileFinding[] => {
    try {
      const facts = factsOf();
      return 'rule' in facts ? [facts] : judge(profile.client, facts);
    } catch (error) {
      if (error instanceof StoredRecordError) return [unreadable(error)];
      throw error;
    }
  };
  return { kind: 'client', id: clientId, findings: findingsOf() };
}

const registeredSubject =
  (sources: ReportSources, resources: ClientFacts['resources']) =>
  (record: ClientRecord): Subject =>
    clientSubject(sources, record.clientId, () => clientFacts(record, { ...sources, resources }));

/** Of one API. @param indicator as it is stored */
export async function reportOnResource(sources: ReportSources, indicator: string): Promise<Subject[]> {
  const resource = (await knownResources(sources)).get(indicator);
  return (await resourceFacts(sources, resource ? [resource] : [])).map(resourceSubject(sources));
}

/** Of one client, also of one that is disabled. */
export async function reportOnClient(sources: ReportSources, record: ClientRecord): Promise<Subject[]> {
  return [registeredSubject(sources, await knownResources(sources))(record)];
}

/** Of one that nobody registered. */
export async function reportOnUnregistered(
  sources: ReportSources,
  record: UnregisteredClientRecord,
): Promise<Subject[]> {
  const resources = await knownResources(sources);
  return [clientSubject(sources, record.clientId, () => unregisteredFacts(record, { ...sources, resources }))];
}

/** A page of all. Disabled clients are left out. */
export async function reportPage(
  sources: ReportSources,
  { after, limit }: { readonly after: SubjectPlace | undefined; readonly limit: number },
): Promise<{ readonly subjects: readonly Subject[]; readonly next: SubjectPlace | undefined }> {
  const resources = await knownResources(sources);
  const first = after === undefined ? [serverSubject(sources)] : [];
  const own = adminIndicator(sources.server.issuer);
  const left = [...resources.values()]
    .filter(
      ({ indicator }) =>
        indicator !== own && after?.key !== 'client' && (after?.key !== 'resource' || indicator > after.id),
    )
    .toSorted((a, b) => (a.indicator < b.indicator ? -1 : 1));
  const taken = left.slice(0, limit - first.length);
  const apis = (await resourceFacts(sources, taken)).map(resourceSubject(sources));
  const begun = [...first, ...apis];
  const last = begun.at(-1);
  const room = limit - begun.length;
  if (left.length > taken.length || room === 0) {
    return { subjects: begun, next: last ? { key: last.kind, id: last.id } : undefined };
  }
  const { items, next } = await sources.storage.clients.page({
    order: 'id',
    disabled: false,
    after: after?.key === 'client' ? { key: after.id, id: '' } : undefined,
    limit: room,
  });
  const clients = items.map(registeredSubject(sources, resources));
  return { subjects: [...begun, ...clients], next: next && { key: 'client', id: String(next.key) } };
}
