import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOKEN_PROFILES, type TokenProfileName } from '../../src/index.ts';
import { accessTokens, type IssuerToken } from './issuer-tokens.ts';
import { otherTokens } from './other-tokens.ts';
import { profileSetup, resource, type Setup } from './profile-setup.ts';

let setup: Setup;
let tokens: readonly IssuerToken[];
let others: readonly IssuerToken[];

beforeAll(async () => {
  setup = await profileSetup();
  tokens = accessTokens({ issuer: setup.issuer, resource, now: setup.now });
  others = otherTokens({ issuer: setup.issuer, resource, now: setup.now });
});

afterAll(() => setup.close());

const decide = (token: IssuerToken, profile: TokenProfileName): ReturnType<Setup['decide']> =>
  setup.decide(setup.sign(token.header, token.claims), { profile, ...token.how }, token.options);

describe('tokens of issuers (G4, G6, G7)', () => {
  it('every profile has some, and of other kinds', () => {
    const names = Object.keys(TOKEN_PROFILES);
    expect(new Set(tokens.map(({ profile }) => profile))).toEqual(new Set(names));
    expect(new Set([...others.map(({ profile }) => profile), 'rfc9068'])).toEqual(new Set(names));
    expect(tokens.length).toBeGreaterThanOrEqual(19);
  });

  it('each is accepted by the profile of its issuer, which reads what it says', async () => {
    for (const token of tokens) {
      const { reason, detail, auth } = await decide(token, token.profile);
      expect(`${token.name}: ${reason} ${detail ?? ''}`).toBe(`${token.name}: ok `);
      const { subject, clientId, scopes, roles } = auth ?? {};
      expect({ name: token.name, subject, clientId, scopes, roles }).toEqual({ name: token.name, ...token.facts });
    }
  });

  it('each is refused by RFC 9068, unless it is one of these, for its type or by the name of a claim', async () => {
    for (const token of tokens) {
      const { reason, detail } = await decide(token, 'rfc9068');
      expect(`${token.name}: ${reason === 'ok'}`).toBe(`${token.name}: ${token.rfc9068 === true}`);
      if (reason !== 'ok') expect(detail).toMatch(/^typ is |is missing|^scope is not/);
    }
  });

  it('without clients, a token without audience is refused', async () => {
    for (const { how: _how, ...token } of tokens.filter(({ how }) => how?.clients !== undefined)) {
      const { reason, detail } = await decide(token, token.profile);
      expect([token.name, reason]).toEqual([token.name, 'wrong_audience']);
      expect(detail).toContain('issuers.clients');
    }
  });

  it('each needs the audience, and its own algorithm', async () => {
    for (const token of tokens.filter(({ how }) => how?.clients === undefined)) {
      const elsewhere = await setup.decide(
        setup.sign(token.header, token.claims),
        { profile: token.profile },
        { audience: 'x' },
      );
      expect([token.name, elsewhere.reason]).toEqual([token.name, 'wrong_audience']);
    }
  });

  it('ID tokens, refresh tokens and logout tokens of every issuer are refused by its profile', async () => {
    for (const token of others) {
      const { reason, detail } = await decide(
        { ...token, how: { clients: ['c', 'job', 'orders-web'] } },
        token.profile,
      );
      const { reason: alone } = await decide(token, token.profile);
      for (const refused of [reason, alone])
        expect(`${token.profile}, ${token.name}: ${refused}`).toMatch(/: (invalid_claims|wrong_type)$/);
      expect(detail).toMatch(/\w/);
    }
  });
});
