/** `gatehouse doctor`: looks for what usually goes wrong, and says of each thing what to do. */
import { outboundAuthorities } from '@gatehouse/config';
import { trustAuthorities } from '@gatehouse/http';
import { outboundAllow } from '../../settings-views.ts';
import { coloured, type Style } from '../colour.ts';
import { RefusedError, UsageError } from '../failure.ts';
import { printRows } from '../output.ts';
import { withStorage } from '../settings.ts';
import { certificateFindings } from './certificate.ts';
import { clientAddressFindings } from './client-addresses.ts';
import { examine, type Finding } from './finding.ts';
import { issuerFindings } from './issuer.ts';
import { mailFindings } from './mail.ts';
import { registryFindings } from './registry-file.ts';
import { sealFindings, signingKeyFindings } from './signing-keys.ts';
import { claimFindings, clientFindings, databaseFindings, proxyFinding } from './stored.ts';

const marks: Readonly<Record<Finding['result'], readonly [mark: string, style: Style]>> = {
  ok: ['  ok     ', 'good'],
  warning: ['  warning', 'waiting'],
  fault: ['  FAULT  ', 'bad'],
  skipped: ['  skipped', 'quiet'],
};

function print(findings: readonly Finding[]): void {
  for (const { check, result, advice } of findings) {
    const [mark, style] = marks[result];
    process.stdout.write(`${coloured(style, mark)}  ${check}\n${advice === '' ? '' : `             ${advice}\n`}`);
  }
}

/** Ends with 1 when something does not work. */
export const doctor = (options: {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly sendMail?: string;
}): Promise<void> => {
  const { json, quiet, sendMail } = options;
  if (sendMail !== undefined && !/^[^\s@,;:<>"()]{1,64}@[^\s@,;:<>"()]{1,253}$/u.test(sendMail)) {
    throw new UsageError('--send-mail takes one e-mail address');
  }
  return withStorage(async (storage, settings) => {
    const authorities = outboundAuthorities(settings);
    if (authorities !== undefined) trustAuthorities(authorities);
    const nowSeconds = Date.now() / 1000;
    const clients = await storage.clients.list();
    const findings = await examine(
      [
        { name: 'database', look: () => databaseFindings(storage, settings) },
        { name: 'issuer', look: () => issuerFindings(settings.issuer, Date.now) },
        { name: 'certificate', look: async () => certificateFindings(settings, Date.now()) },
        { name: 'proxies', look: async () => [proxyFinding(settings)] },
        { name: 'mail server', look: () => mailFindings(settings, sendMail) },
        { name: 'registry file', look: () => registryFindings(storage, settings) },
        { name: 'claims of users', look: () => claimFindings(storage) },
        { name: 'clients', look: async () => clientFindings(clients, nowSeconds) },
        { name: 'addresses of clients', look: () => clientAddressFindings(clients, outboundAllow(settings)) },
        { name: 'signing keys', look: () => signingKeyFindings(storage, settings, nowSeconds) },
        { name: 'encryption keys', look: () => sealFindings(storage) },
      ],
      (names) => {
        if (process.stderr.isTTY) process.stderr.write(`still looking at: ${names.join(', ')}\n`);
      },
    );
    if (json)
      printRows(
        findings.map((finding) => ({ ...finding })),
        { json },
      );
    else print(quiet ? findings.filter(({ result }) => result === 'fault' || result === 'warning') : findings);
    const faults = findings.filter(({ result }) => result === 'fault').length;
    if (faults > 0) throw new RefusedError(`${faults} of ${findings.length} checks found something that does not work`);
  });
};
