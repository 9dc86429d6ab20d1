/** `gatehouse doctor`: looks for what usually goes wrong, and says of each thing what to do. */
import { answerOf } from '@gatehouse/admin-client';
import { outboundAuthorities } from '@gatehouse/config';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import type { Storage } from '@gatehouse/storage';
import { examine, type Finding, judged } from '../../directory/checks/finding.ts';
import { serverChecks } from '../../directory/checks/server.ts';
import { outboundAllow, rotationSettings } from '../../settings-views.ts';
import { type ServerOption, withAdmin } from '../admin.ts';
import { examineUpstreamHere } from '../examine-upstream-here.ts';
import { RefusedError, UsageError } from '../failure.ts';
import { printFindings } from '../findings.ts';
import { namesServer } from '../named-server.ts';
import { printRows } from '../output.ts';
import { withStorage } from '../settings.ts';
import { undeclaredClaims } from '../undeclared-claims.ts';
import { clientAddressFindings } from './client-addresses.ts';
import { sealFindings } from './encryption-keys.ts';
import { issuerFindings } from './issuer.ts';
import { mailFindings } from './mail.ts';
import { registryFindings } from './registry-file.ts';
import { upstreamFindings } from './upstreams.ts';

/** Of this machine, or of a server elsewhere. */
type ReportedFinding = Finding & { readonly code: string };

interface Options extends ServerOption {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly sendMail?: string;
}

const sayWhatIsSlow = (names: readonly string[]): void => {
  if (process.stderr.isTTY) process.stderr.write(`still looking at: ${names.join(', ')}\n`);
};

/** Ends with 1 when something does not work. */
export const doctor = (options: Options): Promise<void> => {
  const { sendMail } = options;
  if (sendMail !== undefined && !/^[^\s@,;:<>"()]{1,64}@[^\s@,;:<>"()]{1,253}$/u.test(sendMail)) {
    throw new UsageError('--send-mail takes one e-mail address');
  }
  if (!namesServer()) return examineHere(options);
  if (sendMail !== undefined)
    throw new UsageError('--send-mail works on the machine of the server: leave out --server');
  return askServer(options);
};

/** What a server elsewhere says of itself, and how it is reached from here. */
const askServer = (options: Options): Promise<void> =>
  withAdmin(options, async (admin, { issuer }) => {
    const reached = { code: 'issuer', name: 'issuer', look: () => issuerFindings(issuer, Date.now) } as const;
    const [ofIssuer, answer] = await Promise.all([examine([reached], sayWhatIsSlow), admin.GET('/doctor')]);
    report([...ofIssuer, ...answerOf(answer).findings], options);
  });

/** Everything that can be seen on the machine itself. */
const examineHere = (options: Options): Promise<void> =>
  withStorage(async (storage, settings) => {
    const authorities = outboundAuthorities(settings);
    if (authorities !== undefined) trustAuthorities(authorities);
    const rotation = rotationSettings(settings);
    const clientAddresses = async () => clientAddressFindings(await storage.clients.list(), outboundAllow(settings));
    const findings = await examine(
      [
        { code: 'issuer', name: 'issuer', look: () => issuerFindings(settings.issuer, Date.now) },
        ...serverChecks({ storage, settings, rotation, clock: Date.now }),
        { code: 'mail_server', name: 'mail server', look: () => mailFindings(settings, options.sendMail) },
        { code: 'registry_file', name: 'registry file', look: () => registryFindings(storage, settings) },
        { code: 'user_claims', name: 'claims of users', look: () => claimFindings(storage) },
        { code: 'client_addresses', name: 'addresses of clients', look: clientAddresses },
        {
          code: 'upstreams',
          name: 'upstream providers',
          look: () => upstreamFindings(storage, examineUpstreamHere(settings)),
        },
        { code: 'encryption_keys', name: 'encryption keys', look: () => sealFindings(storage) },
      ],
      sayWhatIsSlow,
    );
    report(findings, options);
  });

/** Claims that users have and no token says. */
async function claimFindings(storage: Storage): Promise<readonly Finding[]> {
  const { check, advice } = await undeclaredClaims(storage);
  return [judged(check, advice)];
}

function report(findings: readonly ReportedFinding[], { json, quiet }: Options): void {
  if (json)
    printRows(
      findings.map((finding) => ({ ...finding })),
      { json },
    );
  else printFindings(quiet ? findings.filter(({ result }) => result === 'fault' || result === 'warning') : findings);
  const faults = findings.filter(({ result }) => result === 'fault').length;
  if (faults > 0) throw new RefusedError(`${faults} of ${findings.length} checks found something that does not work`);
}
