/** Bodies of requests, checked against a schema. */
import { HttpError } from '@gatehouse/http';
import type { z } from 'zod';

/**
 * Gives the checked body.
 * @throws HttpError 400 that names each field and what is wrong with it, but repeats no value
 */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new HttpError(400, 'invalid_body', parsed.error.issues.map(sentence).join('; '));
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.slice(0, 5).map((key) => (/^\w{1,40}$/.test(key) ? `"${key}"` : 'a field'));
    return `${names.join(', ')} cannot be set here`;
  }
  const field = issue.path.map(String).join('.');
  return field === '' ? issue.message : `${field}: ${issue.message}`;
}
