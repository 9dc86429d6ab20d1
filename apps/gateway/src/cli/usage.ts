/** `npm run -s usage -w apps/gateway -- FILE… [--day DAY] [--json]`: adds up the usage files of all instances. */
import { parseArgs } from 'node:util';
import { readUsage, type UsageLine, usageKey } from '../usage-file.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { day: { type: 'string' }, json: { type: 'boolean', default: false } },
});

async function total(files: readonly string[], day: string | undefined): Promise<UsageLine[]> {
  const sums = new Map<string, UsageLine>();
  for (const file of files) {
    for await (const line of readUsage(file)) {
      if (day !== undefined && line.day !== day) continue;
      const key = `${line.day}\n${usageKey(line)}`;
      sums.set(key, { ...line, requests: line.requests + (sums.get(key)?.requests ?? 0) });
    }
  }
  return [...sums.values()].toSorted((a, b) => a.day.localeCompare(b.day) || b.requests - a.requests);
}

if (positionals.length === 0) {
  process.stderr.write('usage: npm run -s usage -w apps/gateway -- FILE… [--day YYYY-MM-DD] [--json]\n');
  process.exitCode = 64;
} else {
  try {
    for (const { day, requests, subject, client_id: client, credential_id: credential } of await total(
      positionals,
      values.day,
    )) {
      const row = { day, requests, subject, client_id: client, credential_id: credential };
      const text = values.json
        ? JSON.stringify(row)
        : Object.values(row)
            .map((value) => value ?? '-')
            .join('\t');
      process.stdout.write(`${text}\n`);
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
