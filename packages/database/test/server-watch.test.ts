import { describe, expect, it } from '@jest/globals';
import { serverWatch } from '../src/postgres/server-watch.ts';

const replaced = { code: '25006', severity: 'ERROR', message: expect.stringContaining('has replaced this one') };
const fault = (act: () => void): unknown => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
};

/** Looks at servers one after another, as the connections of one process do. */
const watched = () => {
  const watch = serverWatch({ hasPids: true, hasTimelines: true });
  return (timeline?: string | null, cluster?: string, readOnly = 'off') =>
    fault(() => watch.check({ read_only: readOnly, timeline, ...(cluster !== undefined && { cluster }) }));
};

describe('which server may be used', () => {
  it('one that takes writes, on the latest timeline that was seen', () => {
    const look = watched();
    expect(look('00000002', '7')).toBeUndefined();
    expect(look('00000002')).toBeUndefined();
    expect(look('00000001', '7')).toMatchObject(replaced);
    expect(look('0000000A', '7')).toBeUndefined();
    expect(look('00000009')).toMatchObject(replaced);
    expect(look(null, '7', 'on')).toMatchObject({ code: '25006', message: 'the server takes no writes' });
  });

  it('one of another cluster, which the operator moved to', () => {
    const look = watched();
    look('00000005', '7');
    expect(look('00000001', '8')).toBeUndefined();
    expect(look('00000001')).toBeUndefined();
  });

  it('of several servers of one URL none of another cluster', () => {
    const watch = serverWatch({ hasPids: true, hasTimelines: true });
    const other = { read_only: 'off', timeline: '00000009', cluster: '8' };
    watch.mustBeSameCluster(other);
    watch.check({ ...other, cluster: '7', timeline: '00000002' });
    expect(fault(() => watch.mustBeSameCluster(other))).toMatchObject({ code: '25006' });
    watch.mustBeSameCluster({ ...other, cluster: '7' });
    expect(watch.hasReplaced(other)).toBe(false);
  });

  it('one has replaced those that were seen when it takes writes on a later timeline', () => {
    const watch = serverWatch({ hasPids: true, hasTimelines: true });
    const server = { read_only: 'off', timeline: '00000002', cluster: '7' };
    expect(watch.hasReplaced(server)).toBe(false);
    watch.check(server);
    expect(watch.hasReplaced(server)).toBe(false);
    expect(watch.hasReplaced({ ...server, timeline: null, read_only: 'on' })).toBe(false);
    expect(watch.hasReplaced({ ...server, timeline: '00000003' })).toBe(true);
  });

  it('tells that another one has taken over, once', () => {
    let times = 0;
    const watch = serverWatch({ hasPids: true, hasTimelines: true }, () => {
      times += 1;
    });
    const server = { read_only: 'off', timeline: '00000002', cluster: '7' };
    watch.check(server);
    watch.check(server);
    expect(times).toBe(0);
    watch.check({ ...server, timeline: '00000003' });
    watch.check({ ...server, timeline: '00000003' });
    expect(times).toBe(1);
    watch.check({ ...server, timeline: '00000001', cluster: '8' });
    expect(times).toBe(1);
  });

  it('one that tells no timeline', () => {
    const look = watched();
    expect(look(undefined)).toBeUndefined();
  });
});
