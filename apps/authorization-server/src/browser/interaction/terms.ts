/** The terms of use: which version a user accepted is kept, and a newer one is asked for again. */
import * as operations from '../../directory/operations/terms.ts';
import { termsPage } from '../../pages/terms.ts';
import { actionOf, callerOf, type Form, frameOf, type Step } from './step.ts';

interface TermsDependencies extends operations.TermsDependencies {
  /** What users must accept before they go on; absent: nothing. */
  readonly terms: () => { readonly version: string; readonly uri: string } | undefined;
}

export function termsOfUse({ terms: termsNow, storage }: TermsDependencies): Step {
  const accept: Form = async (interaction) => {
    const accountId = interaction.details.session?.accountId;
    const terms = termsNow();
    if (!terms || accountId === undefined) throw new TypeError('there are no terms to accept, or nobody who could');
    return {
      ...operations.acceptTerms({ storage }, callerOf(interaction, accountId), { accountId, version: terms.version }),
      result: { terms: {} },
      merge: true,
    };
  };
  return {
    page(interaction) {
      const terms = termsNow();
      if (!terms) throw new TypeError('there are no terms to accept');
      return termsPage({ ...frameOf(interaction), action: actionOf(interaction, 'terms'), uri: terms.uri });
    },
    forms: { terms: accept },
  };
}
