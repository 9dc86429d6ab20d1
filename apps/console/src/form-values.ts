/** What a form brought. */
import { field, fields } from '@gatehouse/html';

/** A posted form. */
export interface Form {
  /** One value; empty when it is absent or repeated. */
  text(name: string): string;
  /** All values by that name. */
  all(name: string): readonly string[];
  /** The lines of a text area, without blanks around them and without empty ones. */
  lines(name: string): readonly string[];
  has(name: string): boolean;
  /** Every value that is not the frame's own, in order. */
  readonly entries: readonly (readonly [name: string, value: string])[];
}

/** Names that the frame uses; a page takes others. */
export const frameFields = ['csrf', 'step', 'etag', 'key', 'reason'] as const;

/** @param body as `formBody` reads it */
export function formOf(body: unknown): Form {
  const names = Object.keys(body ?? {});
  return {
    text: (name) => field(body, name),
    all: (name) => fields(body, name),
    lines: (name) =>
      field(body, name)
        .split(/\r?\n/u)
        .map((line) => line.trim())
        .filter(Boolean),
    has: (name) => names.includes(name),
    entries: names
      .filter((name) => !(frameFields as readonly string[]).includes(name))
      .flatMap((name) => fields(body, name).map((value) => [name, value] as const)),
  };
}
