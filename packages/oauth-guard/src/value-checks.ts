/** Checks of single options. Each mistake is a TypeError with one sentence, at creation and not on the first request. */

/** @throws TypeError when a value is no object of named members */
export function membersOf(where: string, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${where} must be an object with named members`);
}

/** What comes from an environment variable is text, and the text "false" counts as true. @throws TypeError unless it is a boolean */
export function flag(where: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`${where} must be true or false`);
}

/** @throws TypeError when a value is there and is no function */
export function callable(where: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') throw new TypeError(`${where} must be a function`);
}

/** @throws TypeError when a value is there and is no object, or one of the named members is there and no function */
export function functions(where: string, value: object | undefined, names: readonly string[]): void {
  if (value === undefined) return;
  membersOf(where, value);
  for (const name of names) callable(`${where}.${name}`, (value as Readonly<Record<string, unknown>>)[name]);
}
