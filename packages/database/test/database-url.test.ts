import { describe, expect, it } from '@jest/globals';
import { databaseUrlFault, openDatabase } from '../src/index.ts';
import { addressOf } from '../src/postgres/address.ts';

const SPECIAL = [
  '@',
  '#',
  '%',
  '/',
  '?',
  ':',
  '[',
  ']',
  ' ',
  '&',
  '=',
  '+',
  '\\',
  '"',
  'ä',
  '😀',
  '%zz',
  '1/',
  '1?',
  ']:7',
  '@:',
  '/@',
  '?a=b&',
  '#@',
];
const hostOf = (url: string) => addressOf(url).hosts;

describe('F22: a password with special characters in a database URL', () => {
  it.each(SPECIAL)('percent-encoded %p is the password', (special) => {
    const password = `LeftHalf${special}RightHalf`;
    const url = `postgres://gh:${encodeURIComponent(password)}@127.0.0.1:5433/x`;
    expect(databaseUrlFault(url)).toBeUndefined();
    expect(addressOf(url).config).toEqual({ user: 'gh', password, database: 'x' });
    expect(hostOf(url)).toEqual([{ host: '127.0.0.1', port: 5433 }]);
  });

  it.each(SPECIAL)('as it is, %p is either the password too, or one line that says to encode it', async (special) => {
    for (const password of [
      `LeftHalf${special}RightHalf`,
      `${special}LeftHalf`,
      `12${special}LeftHalf${special}${special}RightHalf`,
    ]) {
      const url = `postgresql://gh:${password}@127.0.0.1/x`;
      const fault = databaseUrlFault(url);
      if (fault === undefined) {
        expect([addressOf(url).config.password, hostOf(url)]).toEqual([
          password,
          [{ host: '127.0.0.1', port: undefined }],
        ]);
        continue;
      }
      expect(fault).toMatch(/percent-encoded/);
      const refusal = await openDatabase({ url, migrations: [] }).catch((error: Error) => error);
      expect(refusal).toMatchObject({ code: 'storage_setup', message: `The database URL ${fault}` });
      expect(fault).not.toMatch(/Half|\n/);
    }
  });
});

describe('F22: other slips in a database URL', () => {
  it.each([
    ['postgres:gh:secret@h/x', /must begin with/],
    ['gh:secret@h/x', /must begin with/],
    ['mysql://gh:secret@h/x', /must begin with/],
    ['', /must begin with/],
    ['postgres://gh:secret', /port.*@host is missing/],
    ['postgres://gh:secret/x', /port.*@host is missing/],
    ['postgres://gh:left?secret', /port.*@host is missing/],
    ['postgres://gh:secret@h:port/x', /port/],
    ['postgres://gh:secret@h:0/x', /port/],
    ['postgres://gh:secret@h:65536/x', /port/],
    ['postgres://gh:secret@h x/x', /host that is no name/],
    ['postgres://gh:secret@[::1/x', /port|host/],
    ['postgres://gh:secret@[nonsense:]/x', /host that is no name/],
    ['postgres://gh:secret@h/x/secret', /more than the name of a database/],
    ['postgres://gh:secret@h/x\n', /line break/],
    ['postgres://gh:secret@h/x?sslmod=require', /"sslmod" that is not known/],
    ['postgres://gh:secret@h/x?sec%72et=1', /a parameter that is not known/],
    ['postgres://gh:secret@h/x?sslmode=prefer', /sslmode that is not one of disable, require/],
    ['postgres://gh:secret@h/x?sslmode=no-verify', /sslmode that is not one of/],
    ['postgres://gh:secret@h/x?sslmode=disable&sslrootcert=/ca.pem', /switches TLS off/],
    ['postgres://gh:secret@h/x?target_session_attrs=any', /target_session_attrs that is not one of read-write/],
    ['postgres://gh:secret@a,b/x?port=1,2,3', /as many ports/],
    ['sqlite:', /must name a file/],
    ['sqlite:memory:', /sqlite::memory:/],
    ['sqlite://data/x.sqlite', /without \/\//],
    ['sqlite:x.sqlite?mode=ro', /no parameters/],
    ['sqlite:x.sqlite\n', /line break/],
  ])('%p', (url, fault) => {
    expect(databaseUrlFault(url)).toMatch(fault);
    expect(databaseUrlFault(url)).not.toContain('secret');
  });

  it('takes what libpq takes', () => {
    expect(addressOf('postgres://')).toMatchObject({ hosts: [{}], config: {}, tls: undefined });
    expect(hostOf('postgres://gh@/x?host=/var/run/postgresql')).toEqual([{ host: '/var/run/postgresql' }]);
    expect(hostOf('postgres://gh:x@%2Fvar%2Frun%2Fpostgresql/x')).toEqual([{ host: '/var/run/postgresql' }]);
    expect(hostOf('POSTGRES://gh@[::1]:5433,b,c.example:1/x')).toEqual([
      { host: '::1', port: 5433 },
      { host: 'b' },
      { host: 'c.example', port: 1 },
    ]);
    expect(addressOf('postgres:///x?user=a&password=b%40c&host=h&port=7&dbname=y')).toMatchObject({
      hosts: [{ host: 'h', port: 7 }],
      config: { user: 'a', password: 'b@c', database: 'y' },
    });
    expect(addressOf('postgres://h/x?sslmode=require&channel_binding=require')).toMatchObject({
      tls: { mode: 'verify-full' },
      config: { enableChannelBinding: true },
    });
    expect(addressOf('postgres://h/x', '/ca.pem').tls).toMatchObject({ mode: 'verify-full', caFile: '/ca.pem' });
    expect(databaseUrlFault('postgres://h/x?sslmode=disable', '/ca.pem')).toMatch(/switches TLS off/);
    for (const url of ['sqlite::memory:', 'sqlite:x.sqlite', 'sqlite:/x', 'sqlite:///x', 'sqlite:a b@#%.sqlite'])
      expect(databaseUrlFault(url)).toBeUndefined();
  });
});
