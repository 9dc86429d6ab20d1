/** The small values that several parts of the registry file are made of. */
import { z } from 'zod';

export const scopeName = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'is not a scope name (RFC 6749, section 3.3)');
export const origin = z.string().refine((value) => URL.parse(value)?.origin === value, 'must be an origin');
export const indicator = z
  .string()
  .refine((value) => URL.parse(value) !== null && !value.includes('#'), 'must be an absolute URI without fragment');
