/** What of an upstream's claims becomes what of a user: declared by the operator, never code. */
import { z } from 'zod';

/** A member of the claims: by name, or by JSON pointer (RFC 6901) where it lies deeper. */
const place = z
  .string()
  .min(1)
  .max(256)
  .refine((value) => !value.startsWith('/') || !/~(?![01])/u.test(value), 'is no JSON pointer (RFC 6901)');

/** Where each thing stands in the claims; the standard claims of OpenID Connect unless it says otherwise. */
export const claimMapping = z
  .strictObject({
    subject: place.optional().describe('What never changes; for kind oauth2, where it must be given'),
    name: place.default('name').describe('The whole name'),
    email: place.default('email').describe('E-mail address'),
    email_verified: place
      .default('email_verified')
      .describe('Whether the upstream has verified the address; only the boolean true says so'),
    locale: place.default('locale').describe('BCP 47 tag'),
    login: place.optional().describe('The login of a new account; its address, or a random one, when absent'),
    groups: place.optional().describe('A list of strings (or one), from which roles are given'),
    claims: z
      .record(z.string(), place)
      .default({})
      .describe('Values of claims that users_policy.claims declares, by their names here'),
  })
  .describe('Where each thing stands: the name of a claim, or a JSON pointer such as /address/country');

export type ClaimMapping = z.output<typeof claimMapping>;

export type RawClaims = Readonly<Record<string, unknown>>;

/** What is taken from the claims. */
export interface MappedClaims {
  readonly name?: string;
  readonly email?: string;
  /** True only when the upstream said so by the boolean `true`. */
  readonly emailVerified: boolean;
  readonly locale?: string;
  readonly login?: string;
  readonly groups: readonly string[];
  /** Values that are there, unchecked, by the names of our claims. */
  readonly claims: Readonly<Record<string, unknown>>;
}

const longestText = 256;
const longestEmail = 254;
const mostGroups = 1000;

/** The value at a place; undefined when there is none. */
export function valueAt(claims: RawClaims, where: string): unknown {
  const steps = where.startsWith('/')
    ? where
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [where];
  let value: unknown = claims;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/** A text by which something is known, of at most 255 characters (OpenID Connect Core 1.0, section 2); none of them is invisible. */
export function nameAt(claims: RawClaims, where: string): string | undefined {
  const value = valueAt(claims, where);
  return typeof value === 'string' && /^\P{C}{1,255}$/u.test(value) ? value : undefined;
}

/** An identifier as the upstream says it: a text, or a whole number as some say it. */
export function subjectAt(claims: RawClaims, where: string): string | undefined {
  const value = valueAt(claims, where);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return nameAt(claims, where);
}

/** Maps them. What has another type than it should is left out. */
export function mapClaims(mapping: ClaimMapping, claims: RawClaims): MappedClaims {
  const text = (where: string | undefined, longest = longestText) => {
    const value = where === undefined ? undefined : valueAt(claims, where);
    const trimmed = typeof value === 'string' ? value.trim() : '';
    return trimmed !== '' && trimmed.length <= longest ? trimmed : undefined;
  };
  const groups = mapping.groups === undefined ? [] : [valueAt(claims, mapping.groups)].flat();
  const [name, email, locale, login] = [
    text(mapping.name),
    text(mapping.email, longestEmail),
    text(mapping.locale, 35),
    text(mapping.login),
  ];
  return {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    emailVerified: email !== undefined && valueAt(claims, mapping.email_verified) === true,
    ...(locale !== undefined && { locale }),
    ...(login !== undefined && { login }),
    groups: groups.filter((group): group is string => typeof group === 'string').slice(0, mostGroups),
    claims: Object.fromEntries(
      Object.entries(mapping.claims).flatMap(([ours, where]) => {
        const value = valueAt(claims, where);
        return value === undefined || value === null ? [] : [[ours, value]];
      }),
    ),
  };
}
