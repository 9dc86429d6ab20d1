/** The terms of use: which version a person accepted is kept, and a newer one is asked for again. */
import { termsPage } from '../../pages/terms.ts';
import { type InteractionParts, identityOf, type Outcome, type Step } from './step.ts';

export function showTerms(parts: InteractionParts, step: Step, urls: { action: string; cancelAction: string }): string {
  if (!parts.terms) throw new TypeError('there are no terms to accept');
  const { csrf, text, theme, client } = step;
  return termsPage({ ...urls, csrf, text, theme, client: identityOf(client), uri: parts.terms.uri });
}

export async function acceptTerms(parts: InteractionParts, { request, details, client }: Step): Promise<Outcome> {
  const accountId = details.session?.accountId;
  const { terms } = parts;
  if (!terms || accountId === undefined) throw new TypeError('there are no terms to accept, or nobody who could');
  return {
    writes: [parts.acceptTerms(accountId, terms.version)],
    record: (lost) => {
      if (lost !== undefined) return;
      parts.audit.record(request, {
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
}
