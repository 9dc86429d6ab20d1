/** How well a client is set up, by what it is registered with and what it uses of that. */
import type { ClientRecord, ClientUse } from '@gatehouse/storage';
import { clientMetadata, clientPolicy } from './schema.ts';

export type Severity = 'info' | 'warning' | 'critical';

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** What to do. */
  readonly message: string;
}

const daySeconds = 86_400;
const oldSecretDays = 365;
const soonDays = 30;
/** What was used in no such time is not used. */
const idleDays = 90;

/** What was never used of what is registered: by kind, in the words of the registration. */
export interface Unused {
  readonly redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly scope: readonly string[];
  /** By resource. */
  readonly scopes: Readonly<Record<string, readonly string[]>>;
}

/** @param uses what is known of its uses; what is not among them was not used since they are noted */
export function clientHealth(record: ClientRecord, uses: readonly ClientUse[], nowSeconds: number) {
  const metadata = clientMetadata.parse(record.metadata);
  const policy = clientPolicy.parse(record.metadata);
  const usedAt = (kind: string, value: string) =>
    uses.find((use) => use.kind === kind && use.value === value)?.lastUsedAtSeconds;
  const lastUsed = uses.reduce<number | undefined>(
    (last, { lastUsedAtSeconds }) => Math.max(last ?? 0, lastUsedAtSeconds),
    undefined,
  );
  const isUnused = (kind: string) => (value: string) => usedAt(kind, value) === undefined;
  const scopes = Object.entries(policy.scopes)
    .map(([resource, names]) => [resource, names.filter((name) => isUnused('scope')(`${resource} ${name}`))] as const)
    .filter(([, names]) => names.length > 0);
  const health = {
    lastUsed,
    pkce: { required: policy.require_pkce, usedAt: usedAt('pkce', 'S256'), skippedAt: usedAt('pkce', 'none') },
    senderConstraint: {
      required: policy.sender_constrained,
      usedAt: Math.max(usedAt('sender_constraint', 'dpop') ?? 0, usedAt('sender_constraint', 'mtls') ?? 0) || undefined,
      skippedAt: usedAt('sender_constraint', 'none'),
    },
    refreshTokens: refreshTokensOf(metadata, policy.sender_constrained),
    secrets: record.secretHashes,
    unused: {
      redirect_uris: metadata.redirect_uris.filter(isUnused('redirect_uri')),
      grant_types: metadata.grant_types.filter(isUnused('grant_type')),
      scope: metadata.scope.split(' ').filter(Boolean).filter(isUnused('scope')),
      scopes: Object.fromEntries(scopes),
    },
  };
  return { ...health, findings: findingsOf(record, { ...health, isCode: usesCode(metadata) }, nowSeconds) };
}

const usesCode = ({ grant_types: grants }: { readonly grant_types: readonly string[] }) =>
  grants.includes('authorization_code');

/** `kept`: bound to a key of a client that proves itself, so that one that is stolen is worth nothing (RFC 9700, section 4.14.2). */
export function refreshTokensOf(
  {
    grant_types: grants,
    token_endpoint_auth_method: method,
  }: { grant_types: readonly string[]; token_endpoint_auth_method: string },
  constraint: string,
): 'none' | 'rotated' | 'kept' {
  if (!grants.includes('refresh_token')) return 'none';
  return constraint !== 'none' && method !== 'none' ? 'kept' : 'rotated';
}

interface Found {
  readonly lastUsed: number | undefined;
  readonly isCode: boolean;
  readonly pkce: { readonly required: boolean; readonly skippedAt: number | undefined };
  readonly senderConstraint: {
    readonly required: string;
    readonly usedAt: number | undefined;
    readonly skippedAt: number | undefined;
  };
  readonly unused: Unused;
}

/** What to do about it; the worst first. */
function findingsOf({ secretHashes, disabled }: ClientRecord, found: Found, nowSeconds: number): Finding[] {
  const { lastUsed, isCode, pkce, senderConstraint, unused } = found;
  const idle = lastUsed === undefined ? undefined : Math.floor((nowSeconds - lastUsed) / daySeconds);
  const findings: (Finding | false)[] = [
    ...secretHashes.map((secret) => secretFinding(secret, nowSeconds)),
    isCode &&
      !pkce.required && {
        code: 'pkce_not_required',
        severity: 'warning',
        message:
          pkce.skippedAt === undefined
            ? 'PKCE is not required of it, and it always sends a challenge. Set require_pkce.'
            : 'It asks without PKCE. Let it send a code challenge, then set require_pkce.',
      },
    senderConstraint.required === 'none' &&
      senderConstraint.usedAt !== undefined &&
      senderConstraint.skippedAt === undefined && {
        code: 'sender_constraint_not_required',
        severity: 'info',
        message: 'Its tokens are always bound to a key. Set sender_constrained, so that no other is accepted.',
      },
    lastUsed === undefined
      ? !disabled && {
          code: 'never_used',
          severity: 'info',
          message: 'Nothing was seen of it yet; uses are noted once a minute. Disable it if nobody expects it.',
        }
      : (idle as number) >= idleDays &&
        !disabled && {
          code: 'idle',
          severity: 'warning',
          message: `It was not used for ${idle} days. Disable it if nobody misses it.`,
        },
    ...(lastUsed === undefined ? [] : unusedFindings(unused)),
  ];
  const rank: Readonly<Record<Severity, number>> = { critical: 0, warning: 1, info: 2 };
  return findings
    .filter((one): one is Finding => one !== false)
    .toSorted((a, b) => rank[a.severity] - rank[b.severity]);
}

function secretFinding(
  { createdAtSeconds, expiresAtSeconds }: ClientRecord['secretHashes'][number],
  nowSeconds: number,
): Finding | false {
  if (expiresAtSeconds !== undefined && expiresAtSeconds <= nowSeconds) {
    return { code: 'secret_expired', severity: 'info', message: 'A secret has expired. Remove it.' };
  }
  const days = expiresAtSeconds === undefined ? undefined : Math.ceil((expiresAtSeconds - nowSeconds) / daySeconds);
  if (days !== undefined && days <= soonDays) {
    const message = `A secret expires in ${days} ${days === 1 ? 'day' : 'days'}. Make another, and give it to the application.`;
    return { code: 'secret_expires_soon', severity: days <= 7 ? 'critical' : 'warning', message };
  }
  const age = Math.floor((nowSeconds - createdAtSeconds) / daySeconds);
  return (
    age >= oldSecretDays && {
      code: 'secret_old',
      severity: 'warning',
      message: `A secret is ${age} days old. Make another, give it to the application, and remove the old one.`,
    }
  );
}

/** Of a client that is used: what can go. */
function unusedFindings({ redirect_uris: uris, grant_types: grants, scope, scopes }: Unused): (Finding | false)[] {
  const names = [...scope, ...Object.values(scopes).flat()];
  const severity = 'info';
  return [
    uris.length > 0 && {
      code: 'redirect_uri_unused',
      severity,
      message: `Nobody was sent to ${uris.join(', ')} yet. Remove what the application does not use.`,
    },
    grants.length > 0 && {
      code: 'grant_type_unused',
      severity,
      message: `The grant ${grants.join(', ')} was not used yet. Remove what the application does not use.`,
    },
    names.length > 0 && {
      code: 'scope_unused',
      severity,
      message: `${names.join(', ')} was not asked for yet. Remove what the application does not need.`,
    },
  ];
}
