/** Options that name scopes: `--scope https://api.example.com=orders_read,orders_write`. */
import { UsageError } from './failure.ts';

/** Scopes by API. @throws UsageError */
export function scopesByResource(given: readonly string[] = []): Record<string, string[]> {
  const scopes: Record<string, string[]> = {};
  for (const text of given) {
    const at = text.lastIndexOf('=');
    const names = text
      .slice(at + 1)
      .split(',')
      .filter(Boolean);
    if (at < 1 || names.length === 0) {
      throw new UsageError(
        `--scope takes RESOURCE=SCOPE,SCOPE, such as https://orders.example.com=orders_read; this is "${text}"`,
      );
    }
    const resource = text.slice(0, at);
    scopes[resource] = [...(scopes[resource] ?? []), ...names];
  }
  return scopes;
}

/** The same where at least one must be named. @throws UsageError */
export function someScopes(given: readonly string[] | undefined): Record<string, string[]> {
  const scopes = scopesByResource(given);
  if (Object.keys(scopes).length > 0) return scopes;
  throw new UsageError('say which scopes: --scope RESOURCE=SCOPE,SCOPE ("gatehouse resources list" has them all)');
}

/** Sentences by scope. @throws UsageError */
export function scopeSentences(given: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [name = '', sentence = ''] = text.split(/=(.*)/su);
      if (name !== '' && sentence.trim() !== '') return [name, sentence.trim()];
      throw new UsageError(
        `--scope takes NAME=SENTENCE, the sentence that users read, such as 'orders_read=See your orders'; this is "${text}"`,
      );
    }),
  );
}
