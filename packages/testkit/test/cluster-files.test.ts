/** What operators are shown in deploy/ fails over as the cluster of the tests does: the settings that decide it are the same. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { patroniConfiguration, QUICK } from '../src/cluster/patroni.ts';
import { rootDirectory } from '../src/directories.ts';
import { skipUnless } from '../src/needs.ts';

const read = (name: string) => readFileSync(path.join(rootDirectory, 'deploy', name), 'utf8');

interface Patroni {
  readonly scope: string;
  readonly bootstrap: { readonly dcs: Readonly<Record<string, unknown>> };
}

skipUnless('patroni')('deploy/patroni/patroni.yml', () => {
  it('loses nothing in a failover, as the cluster of the tests', () => {
    const passwords = { superuser: '', replication: '', application: '', control: '' };
    const place = { name: 'n1', folder: '/tmp', port: 1, restPort: 2, etcdPort: 3 };
    const tested = JSON.parse(patroniConfiguration(place, passwords, QUICK)) as Patroni;
    const shown = parse(read('patroni/patroni.yml')) as Patroni;
    expect(shown.scope).toBe(tested.scope);
    for (const name of ['synchronous_mode', 'synchronous_mode_strict', 'primary_start_timeout']) {
      expect([name, shown.bootstrap.dcs[name]]).toEqual([name, tested.bootstrap.dcs[name]]);
    }
    expect(shown.bootstrap.dcs).toMatchObject({ loop_wait: tested.bootstrap.dcs['loop_wait'] });
    const { ttl, loop_wait: loop, retry_timeout: retry } = shown.bootstrap.dcs as Record<string, number>;
    expect(Number(ttl)).toBeGreaterThanOrEqual(Number(loop) + 2 * Number(retry));
    expect(shown.bootstrap.dcs).toMatchObject({
      postgresql: {
        use_pg_rewind: true,
        use_slots: false,
        parameters: { synchronous_commit: 'on', wal_keep_size: '1GB', wal_retrieve_retry_interval: 200 },
      },
    });
    expect(tested.bootstrap.dcs).toMatchObject({
      postgresql: { use_pg_rewind: true, use_slots: false, parameters: { wal_retrieve_retry_interval: '200ms' } },
    });
  });
});

describe('the way to the primary in deploy/', () => {
  it('ends at the node that Patroni calls the primary, and connections to another are closed', () => {
    const proxy = read('haproxy/postgres.cfg');
    expect(proxy).toMatch(/^ {2}http-check send meth OPTIONS uri \/primary$/mu);
    expect(proxy).toMatch(/^ {2}default-server .* on-marked-down shutdown-sessions$/mu);
    const port = /^ {2}bind 127\.0\.0\.1:(?<port>\d+)$/mu.exec(proxy)?.groups?.['port'];
    expect(read('pgbouncer/pgbouncer.ini')).toContain(`\ngatehouse = host=127.0.0.1 port=${port} dbname=gatehouse\n`);
  });
});
