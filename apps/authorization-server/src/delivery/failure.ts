/** Why something could not be sent, as a line for operators. */
import { withoutCredentials } from '@gatehouse/logging';

const mostCharacters = 300;

/** What servers answer may repeat the mail: addresses are of no concern to those who look after the queue, and links are secrets. */
export function failureOf(error: unknown): string {
  const { message, cause } = Error.isError(error) ? error : { message: String(error), cause: undefined };
  const reason = Error.isError(cause) ? `${message}: ${cause.message}` : message;
  const line = reason
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(/\bhttps?:\/\/([^\s/?#]*)\S*/giu, '$1')
    .replaceAll(/[^\s<>"'@]+@[^\s<>"'@]+/gu, '[address]');
  return withoutCredentials(line.trim(), mostCharacters);
}
