/**
 * What goes wrong, as far as a running server can see it by itself: what is stored, its certificate, its keys and its clock. What takes
 * asking others, or reading every user and every secret, `gatehouse doctor` looks at on the machine, beside these.
 */
import type { Storage } from '@gatehouse/storage';
import type { RotationSettings } from '../keys/policies.ts';
import { type CertificateSettings, certificateFindings } from './certificate.ts';
import { connectionFindings } from './connections.ts';
import { domainFindings } from './domains.ts';
import { type DurabilitySettings, durabilityFindings } from './durability.ts';
import { type Check, type ExaminedFinding, examine } from './finding.ts';
import { signingKeyFindings } from './signing-keys.ts';
import {
  clientFindings,
  clockFinding,
  databaseFinding,
  modeFinding,
  type ProxySettings,
  proxyFinding,
} from './stored.ts';

export interface CheckedServer {
  readonly storage: Pick<
    Storage,
    | 'ping'
    | 'dialect'
    | 'durability'
    | 'clockDifferenceMs'
    | 'clients'
    | 'connections'
    | 'domainProofs'
    | 'roles'
    | 'signingKeys'
    | 'resources'
  >;
  readonly settings: CertificateSettings &
    ProxySettings &
    DurabilitySettings & { readonly mode: 'development' | 'production' };
  readonly rotation: RotationSettings;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export const serverChecks = ({ storage, settings, rotation, clock }: CheckedServer): readonly Check[] => [
  { code: 'database', name: 'database', look: async () => [await databaseFinding(storage)] },
  {
    code: 'durability',
    name: 'durability of the database',
    look: async () => durabilityFindings(await storage.durability(), settings),
  },
  { code: 'clocks', name: 'clocks', look: async () => [await clockFinding(storage)] },
  { code: 'mode', name: 'mode', look: async () => [modeFinding(settings)] },
  { code: 'certificate', name: 'certificate', look: async () => certificateFindings(settings, clock()) },
  { code: 'proxies', name: 'proxies', look: async () => [proxyFinding(settings)] },
  { code: 'clients', name: 'clients', look: async () => clientFindings(await storage.clients.list(), clock() / 1000) },
  { code: 'connections', name: 'connections', look: () => connectionFindings(storage) },
  { code: 'domains', name: 'domains of connections', look: () => domainFindings(storage) },
  { code: 'signing_keys', name: 'signing keys', look: () => signingKeyFindings(storage, rotation, clock() / 1000) },
];

export interface Examination {
  readonly atSeconds: number;
  readonly findings: readonly ExaminedFinding[];
}

/** So long an examination is good: it reads all clients, however often somebody asks. */
const goodMs = 20_000;

/** Examines the server, and at once only once. */
export function createExaminer(server: CheckedServer): () => Promise<Examination> {
  let last: { readonly untilMs: number; readonly examination: Promise<Examination> } | undefined;
  const look = async (atSeconds: number): Promise<Examination> => ({
    atSeconds,
    findings: await examine(serverChecks(server), () => undefined),
  });
  return () => {
    const nowMs = server.clock();
    if (!last || nowMs >= last.untilMs) {
      const examination = look(Math.floor(nowMs / 1000));
      const current = { untilMs: nowMs + goodMs, examination };
      last = current;
      examination.catch(() => {
        if (last === current) last = undefined;
      });
    }
    return last.examination;
  };
}
