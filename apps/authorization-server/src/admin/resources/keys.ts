/** Keys by which the server signs: `/keys`. Nothing of what they are made of is told. */
import { z } from 'zod';
import { keyPurposes, type RotatingPurpose, rotationPolicies } from '../../directory/keys/policies.ts';
import { isIdle, type RotationOrder, type StoredKeyFacts, signsUntil } from '../../directory/keys/rotation.ts';
import * as operations from '../../directory/operations/keys.ts';
import { eventOf } from '../../directory/operations/work.ts';
import type { AdminContext } from '../context.ts';
import { read, write } from '../operation.ts';

const moment = z.iso.datetime();

const key = z
  .object({
    kid: z.string(),
    purpose: z.enum(keyPurposes),
    state: z.string().describe('next: published, and does not sign yet; current: it signs; retired: it verifies'),
    algorithm: z.string(),
    created_at: moment,
    not_before: moment.optional().describe('It does not sign before, or signs since'),
    not_after: moment
      .optional()
      .describe('Of a current key: somebody asked that it signs no longer; of a retired one: it leaves then'),
  })
  .meta({ id: 'Key' });

const keyInList = z
  .object({
    ...key.shape,
    signs_until: moment
      .optional()
      .describe('Of a current key: when the next one takes over, as it stands; absent: never'),
  })
  .meta({ id: 'KeyInList' });

const plan = z
  .object({
    purpose: z.enum(keyPurposes),
    algorithms: z.array(z.string()),
    rotation_seconds: z.int().describe('How long a key signs; 0: until somebody asks for the next'),
    publish_ahead_seconds: z.int().describe('How long a key is published before it signs'),
    retain_seconds: z.int().describe('How long a key verifies after it signed last'),
  })
  .meta({ id: 'KeyPlan' });

export const keyList = z.object({ items: z.array(keyInList), plans: z.array(plan) }).meta({ id: 'Keys' });

const params = z.object({ kid: z.string().describe('Key identifier (RFC 7517, section 4.5)') });
type Params = z.output<typeof params>;

const at = (seconds: number | undefined): string | undefined =>
  seconds === undefined || seconds === Infinity ? undefined : new Date(seconds * 1000).toISOString();

const documentOf = (purpose: string, facts: StoredKeyFacts) => ({
  kid: facts.kid,
  purpose,
  state: facts.state,
  algorithm: facts.algorithm,
  created_at: at(facts.createdAtSeconds),
  not_before: at(facts.notBeforeSeconds),
  not_after: at(facts.notAfterSeconds),
});

const versionOf = ({ kid: id }: Params) => ({ type: 'key', id });

const found = async ({ keys }: Pick<AdminContext, 'keys'>, { kid }: Params) => {
  const record = await operations.knownKey(keys, kid);
  return key.parse(documentOf(record.purpose, record));
};

const matches = async (context: Pick<AdminContext, 'keys'>, given: Params) => ({
  ...versionOf(given),
  document: await found(context, given),
});

/** The ring before and after an order, by key. One that would be made has no name yet. */
async function foreseen({ keys }: Pick<AdminContext, 'keys'>, purpose: RotatingPurpose, order: RotationOrder) {
  const { ring, plan: wanted } = await operations.foreseeOrder(keys, purpose, order);
  const byKid = (facts: readonly StoredKeyFacts[]) => facts.map((one) => [one.kid, documentOf(purpose, one)] as const);
  const left = byKid(ring).filter(([kid]) => !wanted.remove.includes(kid));
  const made = wanted.make.map(
    ({ algorithm, state, notBeforeSeconds }, number) =>
      [`(new ${number + 1})`, { purpose, state, algorithm, not_before: at(notBeforeSeconds) }] as const,
  );
  const after: Record<string, unknown> = Object.fromEntries([...left, ...byKid(wanted.change), ...made]);
  return {
    idle: isIdle(wanted),
    before: Object.fromEntries(byKid(ring)),
    after,
  };
}

/** Keys, oldest first, with what will come; and how they rotate. */
export async function listedKeys(parts: AdminContext['keys']) {
  const [records, policies] = await Promise.all([
    parts.storage.signingKeys.list(),
    rotationPolicies(parts.storage, parts.settings),
  ]);
  const nowSeconds = parts.clock() / 1000;
  return {
    items: records.map((record) => {
      const purpose = record.purpose as RotatingPurpose;
      const ring = records.filter((one) => one.purpose === purpose);
      const until = record.state === 'current' ? signsUntil(record, ring, nowSeconds, policies[purpose]) : undefined;
      return { ...documentOf(purpose, record), signs_until: at(until) };
    }),
    plans: keyPurposes.map((purpose) => ({
      purpose,
      algorithms: [...policies[purpose].algorithms],
      rotation_seconds: policies[purpose].rotationSeconds,
      publish_ahead_seconds: policies[purpose].publishAheadSeconds,
      retain_seconds: policies[purpose].retainSeconds,
    })),
  };
}

export const keys = [
  read({
    id: 'listKeys',
    path: '/keys',
    summary: 'List keys, oldest first, and how they rotate',
    description: 'There are few: the list has no pages.',
    answer: keyList,
    handle: ({ keys: parts }) => listedKeys(parts),
  }),
  read({
    id: 'getKey',
    path: '/keys/{kid}',
    summary: 'One key',
    params,
    answer: key,
    versioned: versionOf,
    handle: (context, input) => found(context, input.params),
  }),
  write({
    id: 'rotateKeys',
    method: 'post',
    path: '/keys/rotation',
    summary: 'Let the next key sign, as soon as verifiers may know it',
    body: z.strictObject({ purpose: z.enum(keyPurposes).default('token').describe('What the keys are for') }),
    status: 204,
    async plan(context, { body: { purpose }, caller }) {
      const { idle, before, after } = await foreseen(context, purpose, { rotate: true });
      const target = { type: 'key', id: purpose };
      return {
        target,
        before,
        after,
        operation: idle ? undefined : 'rotate signing keys',
        work: { writes: [], events: idle ? [] : [eventOf(caller, 'key.rotated', { target })] },
        carryOut: (commit) => operations.rotateKeys(context.keys, caller, purpose, commit),
      };
    },
  }),
  write({
    id: 'retireKey',
    method: 'post',
    path: '/keys/{kid}/retirement',
    summary: 'Retire a key',
    description: 'It signs no longer than it must; what it signed stays good.',
    params,
    status: 204,
    matches,
    async plan(context, { params: { kid }, caller }) {
      const { purpose } = await operations.retirableKey(context.keys, kid);
      const { idle, before, after } = await foreseen(context, purpose, { retire: kid });
      const target = versionOf({ kid });
      return {
        target,
        before,
        after,
        operation: idle ? undefined : 'retire a signing key',
        work: { writes: [], events: idle ? [] : [eventOf(caller, 'key.retired', { target })] },
        carryOut: (commit) => operations.retireKey(context.keys, caller, kid, commit),
      };
    },
  }),
  write({
    id: 'revokeKey',
    method: 'post',
    path: '/keys/{kid}/revocation',
    summary: 'Revoke a compromised key and everything it signed',
    description: 'It is out of use at once, and another one signs.',
    params,
    status: 204,
    matches,
    async plan(context, { params: { kid }, caller }) {
      const { purpose } = await operations.knownKey(context.keys, kid);
      const { before, after } = await foreseen(context, purpose, { revoke: kid });
      const target = versionOf({ kid });
      return {
        target,
        before,
        after,
        operation: 'revoke a signing key',
        work: { writes: [], events: [eventOf(caller, 'key.revoked', { target })] },
        carryOut: (commit) => operations.revokeKey(context.keys, caller, kid, commit),
      };
    },
  }),
];
