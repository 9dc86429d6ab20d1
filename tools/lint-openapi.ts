/** Lints the OpenAPI document of the admin API: the strict rules that Redocly recommends, and those below. */
import { createConfig, formatProblems, getTotals, lintFromString } from '@redocly/openapi-core';

const error = 'error';

const rules = {
  'array-parameter-serialization': error,
  'no-invalid-parameter-examples': error,
  'no-invalid-schema-examples': error,
  'no-required-schema-properties-undefined': error,
  // The committed document is such as no server serves it.
  'no-server-example.com': 'off',
  'operation-singular-tag': error,
  'operation-tag-defined': error,
  'parameter-description': error,
  'path-params-defined': error,
  'paths-kebab-case': error,
  'request-mime-type': { severity: error, allowedValues: ['application/json', 'application/merge-patch+json'] },
  'spec-strict-refs': error,
} as const;

/** Prints the faults. @returns how many there are */
export async function lintOpenApi(file: string, source: string): Promise<number> {
  const config = await createConfig({ extends: ['recommended-strict'], rules });
  const faults = await lintFromString({ source, absoluteRef: file, config });
  if (faults.length > 0) {
    formatProblems(faults, { totals: getTotals(faults), format: 'stylish', version: '', cwd: process.cwd() });
  }
  return faults.length;
}
