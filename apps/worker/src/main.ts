/** Starts the worker: calls the API in intervals and prints one line of JSON for each call. */
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { changedSettings, developmentSecretFile, outboundAuthorities, settingsOfProcess } from '@gatehouse/config';
import { reloadOnHangUp } from '@gatehouse/http';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { startTracing, stopTracing, tracing } from '@gatehouse/tracing';
import { clientCredentials } from './authorization-server.ts';
import { callApi } from './call.ts';
import { settingsDefinition } from './settings.ts';
import { createTokenSource } from './token-source.ts';

/** sysexits.h: try again later. */
const temporaryFailure = 75;

const settings = settingsOfProcess(settingsDefinition);
const caFile = outboundAuthorities(settings);
if (caFile !== undefined) trustAuthorities(caFile);

// Standard output is for the calls alone.
const say = (members: object, msg: string) =>
  void process.stderr.write(`${JSON.stringify({ program: 'worker', ...members, msg })}\n`);
const sources = { argv: process.argv.slice(2), env: process.env };
reloadOnHangUp({
  logger: { info: say, warn: say, error: say },
  changedSettings: () => changedSettings(settingsDefinition, sources, settings),
});

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
await startTracing({ program: 'worker', logger: { warn: say }, env: process.env });
process.exitCode = await run();
await stopTracing();

async function run(): Promise<number> {
  const { apiOrigin, calls, intervalSeconds, renewBeforeSeconds } = settings;
  const tokens = createTokenSource({
    fetchToken: clientCredentials({ ...settings, clientSecret }),
    renewBeforeSeconds,
  });
  let failed = false;
  for (let call = 1; !stopped.signal.aborted; call += 1) {
    const makeCall = () => callApi({ apiOrigin, tokens });
    const report = await (tracing()?.task('call', {}, makeCall) ?? makeCall());
    process.stdout.write(`${JSON.stringify(report)}\n`);
    failed = report.error !== undefined;
    if (call === calls) return failed ? temporaryFailure : 0;
    await setTimeout(intervalSeconds * 1000, undefined, { signal: stopped.signal }).catch(() => undefined);
  }
  return 0;
}

async function clientSecret(): Promise<string> {
  return settings.clientSecret?.reveal() ?? (await readFile(developmentSecretFile('worker'), 'utf8')).trim();
}
