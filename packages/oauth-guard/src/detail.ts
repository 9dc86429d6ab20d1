/** Values of a token in a sentence for the log: short, printable, and never something that may be a credential. */

const MAX_LENGTH = 120;
const MAX_VALUES = 4;
const PRINTABLE = /^[\x20-\x7e]*$/;
// Base64url of a JSON object begins so, and with it every JWT.
const JWT = /eyJ[\w-]{6}/;

/** Values as they came, or their type and length where they are better not written down. */
export function shown(values: readonly unknown[]): string {
  const some = values.slice(0, MAX_VALUES).map(shownOne).join(', ');
  return values.length > MAX_VALUES ? `${some} and ${values.length - MAX_VALUES} more` : some;
}

function shownOne(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value !== 'string') return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  if (value.length > MAX_LENGTH || !PRINTABLE.test(value) || JWT.test(value)) return `a string of ${value.length}`;
  return JSON.stringify(value);
}
