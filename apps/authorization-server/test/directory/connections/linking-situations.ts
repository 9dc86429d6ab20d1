/** All states in which it is decided who an upstream identity is here. */
import type { LinkingSituation } from '../../../src/directory/connections/linking.ts';

export const both = [false, true] as const;
const addresses = ['none', 'unverified', 'verified'] as const;

function* owners(): Generator<LinkingSituation['owner']> {
  yield undefined;
  for (const verified of both)
    for (const secondFactor of both) for (const privileged of both) yield { verified, secondFactor, privileged };
}

function* situations(): Generator<LinkingSituation> {
  for (const linked of both)
    for (const address of addresses)
      for (const domainProved of both)
        for (const trusted of both)
          for (const signUp of both)
            for (const owner of owners()) yield { linked, address, domainProved, trusted, signUp, owner };
}

export const linkingSituations: readonly LinkingSituation[] = [...situations()];
