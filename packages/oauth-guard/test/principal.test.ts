import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { RequestAuth } from '../src/index.ts';
import { principalOf } from './principals.ts';

/** What @modelcontextprotocol/sdk calls AuthInfo. */
interface AuthInfo {
  token: string;
  clientId: string;
  scopes: string[];
  expiresAt?: number;
  resource?: URL;
  extra?: Record<string, unknown>;
}

/** What express-oauth2-jwt-bearer calls AuthResult. */
interface AuthResult {
  payload: { [claim: string]: unknown; iss?: string; sub?: string; exp?: number };
  header: { alg?: string; kid?: string; typ?: string };
  token: string;
}

describe('a principal', () => {
  it('can be read by code written for the MCP SDK and for express-oauth2-jwt-bearer', () => {
    const auth: RequestAuth = principalOf({ scope: 'a b', department: 'Finance' });
    const info: AuthInfo = auth;
    const result: AuthResult = auth;
    expect(info).toMatchObject({ token: 'a.b.c', clientId: 'web-app', scopes: ['a', 'b'], expiresAt: 2_000_000_000 });
    expect(info.resource?.href).toBe('https://api.example.com/');
    expect(info.extra?.['department']).toBe('Finance');
    expect(result.payload['department']).toBe('Finance');
    expect(result.header.alg).toBe('RS256');
  });

  it('RS-05: is frozen through and through, as it serves many requests', () => {
    const auth = principalOf({ scope: 'a', nested: { list: [{ deep: 1 }], nothing: null } });
    const { nested } = auth.payload as unknown as { nested: { list: { deep: number }[] } };
    for (const part of [
      auth,
      auth.payload,
      auth.header,
      auth.scopes,
      auth.confirmation,
      nested,
      nested.list,
      nested.list[0],
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(() => auth.scopes.push('admin')).toThrow(TypeError);
    auth.resource.pathname = '/changed';
    expect(auth.resource.pathname).toBe('/');
    expect(auth.hasScope('admin')).toBe(false);
  });

  it('does not show its token when it is logged', () => {
    const auth = principalOf({}, { token: 'a-secret-token' });
    expect(JSON.stringify(auth)).not.toContain('a-secret-token');
    expect(inspect(auth)).not.toContain('a-secret-token');
    expect(inspect({ auth }, { depth: 9 })).not.toContain('a-secret-token');
    expect(JSON.parse(JSON.stringify(auth))).toMatchObject({
      subject: 'alice',
      clientId: 'web-app',
      payload: { sub: 'alice' },
    });
    expect(auth.token).toBe('a-secret-token');
  });

  it('has the scheme that its binding asks for', () => {
    expect(principalOf({ cnf: { jkt: 'x' } })).toMatchObject({ scheme: 'DPoP', confirmation: { jkt: 'x' } });
    expect(principalOf({ cnf: { 'x5t#S256': 'x' } }).scheme).toBe('Bearer');
    expect(principalOf().confirmation).toEqual({});
  });

  it('RS-03: scopes are separated by single spaces', () => {
    expect(principalOf({ scope: 'a b' }).scopes).toEqual(['a', 'b']);
    expect(principalOf({ scope: '' }).scopes).toEqual([]);
    expect(principalOf().scopes).toEqual([]);
  });
});
