/** The registry's shape for editors and other tools. */
import { z } from 'zod';
import { registrySchema } from './schema.ts';

/** JSON Schema (draft 2020-12) of the file as an operator writes it: defaults may be left out. */
export const registryJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(registrySchema, { io: 'input' }),
  title: 'Gatehouse registry',
});
