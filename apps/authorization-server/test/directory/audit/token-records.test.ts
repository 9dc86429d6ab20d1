import type { IncomingMessage } from 'node:http';
import { loadSettings } from '@gatehouse/config';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudit } from '../../../src/directory/audit/audit.ts';
import type { AuditEntry } from '../../../src/directory/audit/record.ts';
import type { TokenRecords } from '../../../src/directory/audit/token-records.ts';
import { settingsDefinition } from '../../../src/settings.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
});
afterEach(() => storage.close());

const load = (env: Record<string, string>) => loadSettings(settingsDefinition, { argv: [], env });
const request = { headers: {} } as IncomingMessage;
const issued: AuditEntry = { event: 'token.issued', outcome: 'success', clientId: 'c' };

function auditOf(tokenRecords: TokenRecords, isFailing = false) {
  const lines: string[] = [];
  const audit = createAudit({
    storage,
    tokenRecords,
    clock: Date.now,
    stream: { write: (line) => lines.push(line), isFailing },
    originOf: () => ({ requestId: 'r', address: '192.0.2.1' }),
    onFailure(error) {
      throw error;
    },
  });
  const rows = async () => {
    await audit.flush();
    return (await storage.audit.list({ limit: 1000 })).map(({ type }) => type);
  };
  return { audit, lines, rows };
}

describe('F8: records of tokens can be sampled or left to the stream', () => {
  it('one of so many is in the database, all are in the stream', async () => {
    const { audit, lines, rows } = auditOf({ sample: 10 });
    for (let n = 0; n < 100; n += 1) audit.record(request, issued);
    expect(await rows()).toHaveLength(10);
    expect(lines).toHaveLength(100);
  });

  it('none is in the database, but refusals and every other event are', async () => {
    const { audit, lines, rows } = auditOf('stream');
    for (const event of ['token.issued', 'token.exchanged', 'assertion.accepted'] as const) {
      audit.record(request, { ...issued, event });
      audit.record(request, { ...issued, event, outcome: 'failure' });
    }
    for (const event of ['token.refused', 'token.revoked', 'refresh_token.reused', 'sign_in.completed'] as const) {
      audit.record(request, { event, outcome: 'success' });
    }
    expect((await rows()).toSorted()).toEqual(
      ['assertion.accepted', 'refresh_token.reused', 'sign_in.completed', 'token.exchanged', 'token.issued']
        .concat('token.refused', 'token.revoked')
        .toSorted(),
    );
    expect(lines).toHaveLength(10);
  });

  it('all are in the database while the stream fails, and unless told', async () => {
    const failing = auditOf('stream', true);
    failing.audit.record(request, issued);
    expect(await failing.rows()).toEqual(['token.issued']);
    const told = auditOf('database');
    told.audit.record(request, issued);
    expect(await told.rows()).toHaveLength(2);
  });

  it('stream without a file is a fault of the settings', () => {
    expect(() => load({ GATEHOUSE_AUDIT_TOKENS: 'stream' })).toThrow(/audit_file/u);
    expect(
      load({ GATEHOUSE_AUDIT_TOKENS: 'stream', GATEHOUSE_AUDIT_FILE: '/var/log/gatehouse/audit.log' })
        .auditRetentionDays,
    ).toBe(180);
  });
});
