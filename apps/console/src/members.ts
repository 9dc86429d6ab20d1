/** The members of a document that users change: how each stands in a form, and what a form makes of it. */
import type { SafeHtml } from '@gatehouse/http/html';
import type { Form } from './form-values.ts';
import { checkBox, checkBoxes, type Faults, input, select, textArea } from './pages/form-controls.ts';

/** Every value is text in a form: lines and boxes stand in lines, a flag is `on` or nothing. */
export interface Member {
  /** Of the control; the path in the document, with dots. */
  readonly name: string;
  readonly label: string;
  /** Sets are put together from what two users did to them. Absent: one value stays. */
  readonly merged?: (was: string, wanted: string, now: string) => string;
  readonly shown: (document: object) => string;
  readonly typed: (form: Form) => string;
  /** Its part of a merge patch. @param document that is patched */
  readonly json: (text: string, document: object) => unknown;
  readonly control: (value: string, faults: Faults) => SafeHtml;
}

/** Members under a heading. */
export interface Group {
  readonly heading: string;
  readonly about?: string;
  /** Folded until it is asked for. */
  readonly isFurther?: boolean;
  readonly members: readonly Member[];
}

const linesOf = (text: string): string[] => text.split('\n').filter(Boolean);
const valueAt = (document: object, name: string): unknown =>
  name.split('.').reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document);
const orNull = (text: string): string | null => (text === '' ? null : text);

interface Described {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required?: boolean;
}

/** With the place of its faults. */
const placed = (described: Described) => ({
  ...described,
  pointer: `/${described.name.replaceAll('.', '/')}`,
});

export function textMember(described: Described): Member {
  const { name } = described;
  return {
    ...described,
    shown: (document) => String((valueAt(document, name) as string | number | undefined) ?? ''),
    typed: (form) => form.text(name).trim(),
    json: orNull,
    control: (value, faults) => input({ ...placed(described), value, faults }),
  };
}

export function numberMember(described: Described): Member {
  return {
    ...textMember(described),
    json: (text) => (text === '' ? null : Number(text)),
    control: (value, faults) => input({ ...placed(described), value, faults, type: 'number' }),
  };
}

export function choiceMember(described: Described, options: readonly (readonly [string, string])[]): Member {
  return {
    ...textMember(described),
    control: (value, faults) => select({ ...placed(described), value, faults, options }),
  };
}

export function flagMember(described: Described): Member {
  const { name } = described;
  return {
    ...described,
    shown: (document) => (valueAt(document, name) === true ? 'on' : ''),
    typed: (form) => form.text(name),
    json: (text) => text === 'on',
    control: (value, faults) => checkBox({ ...placed(described), checked: value === 'on', faults }),
  };
}

export function linesMember(described: Described): Member {
  const { name } = described;
  return {
    ...described,
    merged: mergedSet,
    shown: (document) => ((valueAt(document, name) ?? []) as readonly string[]).join('\n'),
    typed: (form) => form.lines(name).join('\n'),
    json: linesOf,
    control: (value, faults) =>
      textArea({ ...placed(described), value, faults, rows: Math.min(8, Math.max(2, linesOf(value).length + 1)) }),
  };
}

/** Lines where an empty list is none; `*` stands for all. */
export function listOrNone(described: Described): Member {
  const { name } = described;
  const lines = linesMember(described);
  return {
    ...lines,
    shown: (document) => (valueAt(document, name) === '*' ? '*' : lines.shown(document)),
    json: (text) => (text === '' ? null : text === '*' ? '*' : linesOf(text)),
  };
}

/** Several lines that are sent when something is typed: what is there does not go to the browser. */
export function unshownMember(described: Described): Member {
  return {
    ...textMember(described),
    shown: () => '',
    control: (value, faults) => textArea({ ...placed(described), value, faults, rows: 2 }),
  };
}

const partsOf = (value: string): string[] => value.split(/[\s,]+/u).filter(Boolean);
const writtenPairs = (pairs: Iterable<readonly [string, string]>): string =>
  [...pairs].map(([key, value]) => `${key} = ${value}`.trim()).join('\n');

/**
 * Named values, one in each line: `name = value`.
 * @param isList whether each name has several values, with commas between
 */
export function pairsMember(described: Described, isList: boolean): Member {
  const { name } = described;
  const read = (text: string) =>
    new Map(
      linesOf(text).map((line): [string, string] => {
        const at = isList ? line.lastIndexOf('=') : line.indexOf('=');
        return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
      }),
    );
  const pairsIn = (document: object) =>
    Object.entries((valueAt(document, name) ?? {}) as Readonly<Record<string, string | readonly string[]>>);
  return {
    ...linesMember(described),
    merged: (was, wanted, now) => writtenPairs(read(mergedSet(was, wanted, now))),
    shown: (document) => writtenPairs(pairsIn(document).map(([key, value]) => [key, [value].flat().join(', ')])),
    json(text, document) {
      const pairs = [...read(text)].map(([key, value]) => [key, isList ? partsOf(value) : value]);
      const gone = pairsIn(document).map(([key]) => [key, null]);
      return Object.fromEntries([...gone, ...pairs]) as unknown;
    },
  };
}

/** @param isOneText whether the document has it as one text with blanks, as `scope` */
export function boxesMember(
  described: Described,
  options: readonly (readonly [string, string])[],
  isOneText: boolean,
): Member {
  const { name } = described;
  return {
    ...described,
    merged: mergedSet,
    shown(document) {
      const value = valueAt(document, name) as string | readonly string[];
      return (typeof value === 'string' ? value.split(' ').filter(Boolean) : value).join('\n');
    },
    typed: (form) => form.all(name).join('\n'),
    json: (text) => (isOneText ? linesOf(text).join(' ') : linesOf(text)),
    control: (value, faults) => checkBoxes({ ...placed(described), options, chosen: linesOf(value), faults }),
  };
}

/** What somebody did to a set, done to another: to the set as it is now. */
export function mergedSet(was: string, wanted: string, now: string): string {
  const [before, after] = [linesOf(was), linesOf(wanted)];
  const kept = linesOf(now).filter((one) => after.includes(one) || !before.includes(one));
  const added = after.filter((one) => !before.includes(one));
  return [...new Set([...kept, ...added])].join('\n');
}
