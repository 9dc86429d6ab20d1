/** The terms of use: which version a user accepted is kept, and a newer one is asked for again. */
import type { Write } from '@gatehouse/storage';
import type { Audit } from '../../directory/audit/audit.ts';
import { termsPage } from '../../pages/terms.ts';
import { actionOf, type Form, frameOf, type Step } from './step.ts';

interface TermsDependencies {
  /** What users must accept before they go on; absent: nothing. */
  readonly terms: { readonly version: string; readonly uri: string } | undefined;
  readonly acceptTerms: (accountId: string, version: string) => Write;
  readonly audit: Pick<Audit, 'record'>;
}

export function termsOfUse({ terms, acceptTerms, audit }: TermsDependencies): Step {
  const accept: Form = async ({ request, details, client }) => {
    const accountId = details.session?.accountId;
    if (!terms || accountId === undefined) throw new TypeError('there are no terms to accept, or nobody who could');
    return {
      writes: [acceptTerms(accountId, terms.version)],
      record: (lost) => {
        if (lost !== undefined) return;
        audit.record(request, {
          event: 'terms.accepted',
          outcome: 'success',
          clientId: client.clientId,
          subject: accountId,
          target: { type: 'terms', id: terms.version },
        });
      },
      result: { terms: {} },
      merge: true,
    };
  };
  return {
    page(interaction) {
      if (!terms) throw new TypeError('there are no terms to accept');
      return termsPage({ ...frameOf(interaction), action: actionOf(interaction, 'terms'), uri: terms.uri });
    },
    forms: { terms: accept },
  };
}
