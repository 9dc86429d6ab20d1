/** `gatehouse gc`, `backup` and `doctor`: keeping a running server healthy. */
import { SealError, type SealFault, type Storage } from '@gatehouse/storage';
import { saidOf, tolerableMs } from '../clock-watch.ts';
import { type Settings } from '../settings.ts';
import { auditKeptSeconds, rotationSettings } from '../settings-views.ts';
import { RefusedError, sealAdvice } from './failure.ts';
import { printDone, printRows } from './output.ts';
import { withStorage } from './settings.ts';
import { undeclaredClaims } from './undeclared-claims.ts';

type Options = { json?: boolean };

/** Methods of client authentication for which there must be a secret. */
const secretMethods = new Set(['client_secret_basic', 'client_secret_post']);

export const collectGarbage = (options: Options): Promise<void> =>
  withStorage(async (storage, settings) => {
    const { skipped, ...removed } = await storage.collectGarbage({ auditKeptSeconds: auditKeptSeconds(settings) });
    if (skipped) throw new RefusedError('another instance is removing expired rows right now');
    const rows = Object.values(removed).reduce((sum, count) => sum + count, 0);
    const kinds = Object.entries(removed).flatMap(([kind, count]) => (count > 0 ? [`${kind} ${count}`] : []));
    printDone(`removed ${rows} rows${kinds.length > 0 ? `: ${kinds.join(', ')}` : ''}`, removed, options);
  });

export const backup = (path: string, options: Options): Promise<void> =>
  withStorage(async (storage) => {
    await storage.backup(path);
    printDone(`${path} holds a copy; keep the encryption keys with it, apart from it`, { path }, options);
  });

export const reseal = (options: Options): Promise<void> =>
  withStorage(async (storage) => {
    const { resealed, faults } = await storage.reseal();
    printDone(`${resealed} secrets sealed again with the first key`, { resealed, faults }, options);
    const left = faults.map((fault) => `${saidOfFault(fault)}. ${sealAdvice(fault)}`);
    if (left.length > 0)
      throw new RefusedError(`not all could be opened; they are left as they are: ${left.join('; ')}`);
  });

const saidOfFault = ({ table, column, missingKeyId, count, rows }: SealFault): string =>
  missingKeyId === undefined
    ? `${count} in ${table}.${column} altered or moved (${rows.join(', ')}${rows.length < count ? ', …' : ''})`
    : `${count} in ${table}.${column} need the key ${missingKeyId}`;

const days = (seconds: number) => `${(seconds / 86_400).toFixed(1)} days`;

/** Signing keys by algorithm: how many, since when the one that signs does, and when the next is due. */
async function keyFindings(storage: Storage, settings: Settings, nowSeconds: number) {
  const keys = await storage.signingKeys.list('token');
  const { rotationSeconds } = rotationSettings(settings);
  return [...new Set(keys.map(({ algorithm }) => algorithm))].map((algorithm) => {
    const ours = keys.filter((key) => key.algorithm === algorithm);
    const current = ours.find(({ state }) => state === 'current');
    const since = current && nowSeconds - (current.notBeforeSeconds ?? current.createdAtSeconds);
    const next =
      since === undefined || rotationSeconds === 0
        ? 'rotated by command only'
        : `next rotation in ${days(Math.max(0, rotationSeconds - since))}`;
    const check = `${algorithm} keys: ${ours.length} published, the current one has signed for ${since === undefined ? 'no' : days(since)}, ${next}`;
    if (!current) return { check, advice: 'no key signs; start a server, or "gatehouse keys rotate"' };
    const late = rotationSeconds > 0 && since !== undefined && since > rotationSeconds + 86_400;
    return { check, advice: late ? 'the rotation is overdue: does a server run?' : undefined };
  });
}

/** What the settings say of proxies in front. What the proxies say is in the log alone. */
function proxyFinding({ tls, trustedProxies }: Settings) {
  const trusted = trustedProxies.length === 0 ? 'none is trusted' : `${trustedProxies.join(', ')} trusted`;
  const check = `proxies in front (${trusted}; the log names the header that does not fit, and peers that forward without being trusted)`;
  const everybody = trustedProxies.some((network) => network.endsWith('/0'));
  if (everybody)
    return { check, advice: 'every peer is trusted, so callers choose their own address; name the proxies' };
  const alone = !tls && trustedProxies.length === 0;
  return {
    check,
    advice: alone
      ? 'GATEHOUSE_TLS=false without GATEHOUSE_TRUSTED_PROXIES: all callers count as the address of the proxy; name it there'
      : undefined,
  };
}

/** One line for each thing that was looked at. */
export const doctor = (options: Options): Promise<void> =>
  withStorage(async (storage, settings) => {
    const findings: { check: string; result: 'ok' | 'warning'; advice: string }[] = [];
    const note = (check: string, advice?: string) =>
      findings.push({ check, result: advice ? 'warning' : 'ok', advice: advice ?? '' });
    await storage.ping();
    note(`database (${storage.dialect}) answers`);
    const differenceMs = await storage.clockDifferenceMs();
    note(
      saidOf(differenceMs),
      Math.abs(differenceMs) > tolerableMs
        ? 'keep the clocks of all instances and of the database together, by NTP'
        : undefined,
    );
    note(
      'mode',
      settings.mode === 'development' ? 'development: keys and secrets are made on this machine' : undefined,
    );
    const proxies = proxyFinding(settings);
    note(proxies.check, proxies.advice);
    const undeclared = await undeclaredClaims(storage, settings);
    note(undeclared.check, undeclared.advice);
    const clients = await storage.clients.list();
    const withoutPkce = clients
      .filter(({ metadata }) => metadata['require_pkce'] === false)
      .map(({ clientId }) => clientId);
    note('clients use PKCE', withoutPkce.length > 0 ? `without: ${withoutPkce.join(', ')}` : undefined);
    const nowSeconds = Date.now() / 1000;
    const expired = clients.filter(
      ({ secretHashes }) =>
        secretHashes.length > 0 &&
        secretHashes.every(({ expiresAtSeconds = Infinity }) => expiresAtSeconds < nowSeconds),
    );
    const without = clients.filter(
      ({ metadata, secretHashes }) =>
        secretHashes.length === 0 && secretMethods.has(String(metadata['token_endpoint_auth_method'])),
    );
    const namesOf = (found: typeof clients) => found.map(({ clientId }) => clientId).join(', ');
    const lacking = [
      ...(without.length > 0 ? [`none: ${namesOf(without)} ("gatehouse clients secret add ID" makes one)`] : []),
      ...(expired.length > 0 ? [`all expired: ${namesOf(expired)}`] : []),
    ];
    note('clients have a valid secret', lacking.length > 0 ? lacking.join('; ') : undefined);
    try {
      const found = await keyFindings(storage, settings, nowSeconds);
      for (const { check, advice } of found) note(check, advice);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      note('signing keys', `no server starts: ${error.message}`);
    }
    const { currentKeyId, byKeyId, faults } = await storage.sealStatus();
    const older = Object.entries(byKeyId)
      .filter(([keyId]) => keyId !== currentKeyId)
      .map(([keyId, values]) => `${values} with ${keyId}`);
    note(
      `secrets are sealed with the first key (${currentKeyId}; in use: ${Object.keys(byKeyId).join(', ') || 'none'})`,
      older.length > 0 ? `${older.join(', ')}; "gatehouse reseal" moves them` : undefined,
    );
    if (faults.length === 0) note('secrets can be opened');
    for (const fault of faults) note(`secrets cannot be opened: ${saidOfFault(fault)}`, sealAdvice(fault));
    printRows(findings, options);
  });
