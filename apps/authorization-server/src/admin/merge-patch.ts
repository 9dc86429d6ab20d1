/** JSON merge patches (RFC 7396): how they are described, and what they do. */
import { z } from 'zod';

/** The media type; a patch may also be called JSON. */
export const mergePatchType = 'application/merge-patch+json';

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** The target with the members of the patch; null takes one away (RFC 7396, section 2). */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMembers(patch)) return patch;
  const merged = new Map(Object.entries(isMembers(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

/** What a member is when it is there: without its default, which a patch must not bring in. */
function present(schema: z.core.$ZodType): z.core.$ZodType {
  const isWrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional;
  return isWrapped ? present(schema.unwrap()) : schema;
}

const isWhole = (schema: z.core.$ZodType): schema is z.ZodType =>
  [z.ZodString, z.ZodURL, z.ZodNumber, z.ZodBoolean, z.ZodEnum, z.ZodArray].some((kind) => schema instanceof kind);

type Patch<Shape> = { -readonly [Name in keyof Shape]: z.ZodOptional<z.ZodNullable<z.ZodType>> };

/**
 * A patch of an object of that shape. Members that are objects are merged themselves: what comes of them is judged with the whole,
 * as the shape says.
 */
export const patchOf = <Shape extends Readonly<Record<string, z.ZodType>>>(
  shape: Shape,
): z.ZodObject<Patch<Shape>, z.core.$strict> =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(shape).map(([name, schema]) => {
        const whole = present(schema);
        const member = isWhole(whole) ? whole : z.union([z.string(), z.record(z.string(), z.unknown())]);
        const patched = member.nullable().optional();
        return [name, schema.description === undefined ? patched : patched.describe(schema.description)];
      }),
    ) as Patch<Shape>,
  );
