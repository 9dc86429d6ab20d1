/**
 * What a new password must be (AS-13, NIST SP 800-63B-4): long enough, by characters as users count them; not one that
 * attackers try first; not made of what everybody knows about the user; not known to be breached. No rule asks for kinds of
 * characters.
 */
import type { BreachList } from './breach-list.ts';
import { isCommon } from './common-passwords.ts';

/** Why a password is refused; the texts are in the pages' catalog. */
export type PasswordFault =
  | { readonly code: 'password_too_short'; readonly count: number }
  | { readonly code: 'password_common' | 'password_simple' | 'password_breached' }
  | { readonly code: 'password_context'; readonly word: string };

/** Whose password it is to be. */
export interface PasswordAbout {
  /** The user has a second factor, so the password is not all there is. */
  readonly secondFactor: boolean;
  /** The user's names and addresses, and the application that they come from. */
  readonly context: readonly (string | undefined)[];
}

export interface PasswordRules {
  /** The first fault of a new password; undefined when it will do. */
  fault(password: string, about: PasswordAbout): Promise<PasswordFault | undefined>;
}

/** Fifteen where the password is all there is, eight beside a second factor. */
export const fewestCharacters = (secondFactor: boolean): number => (secondFactor ? 8 : 15);

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** What is typed by sliding over a keyboard or counting, forwards; and backwards. */
const slides = [
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  '1234567890qwertyuiopasdfghjklzxcvbnm',
  '1234567890qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '012345678901234567890123456789',
].flatMap((slide) => [slide, Array.from(slide).toReversed().join('')]);

/** The shortest part that the text repeats, cut off anywhere; the text itself when it repeats nothing. */
function unitOf(text: string): string {
  for (let length = 1; length <= text.length / 2; length += 1) {
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return unit;
  }
  return text;
}

/** Where letters are written as digits and signs, as in p4$$w0rd. */
const written: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const spell = (text: string): string => text.replaceAll(/[013457@$!]/gu, (sign) => written[sign] as string);
const strip = (text: string): string => text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

/** A password as it is, with what users put before and after it taken away, and with its letters written as letters. */
function formsOf(folded: string): Set<string> {
  const bare = strip(folded);
  const forms = [folded, bare, spell(folded), spell(bare), strip(spell(folded))];
  return new Set(forms.flatMap((form) => [form, unitOf(form)]).filter((form) => form.length >= 4));
}

const wordsOf = (context: readonly (string | undefined)[]): string[] =>
  [...new Set(context.flatMap((text) => fold(text ?? '').split(/[^\p{L}\p{N}]+/u)))]
    .filter((word) => word.length >= 3)
    .toSorted((a, b) => b.length - a.length);

/** The known word without which hardly anything is left of the password. */
function contextWord(folded: string, about: PasswordAbout, fewest: number): string | undefined {
  let rest = folded;
  let found: string | undefined;
  for (const word of wordsOf(about.context)) {
    if (!rest.includes(word)) continue;
    found ??= word;
    rest = rest.replaceAll(word, ' ');
  }
  const left = rest.replaceAll(/[^\p{L}\p{N}]/gu, '').length;
  return left < fewest / 2 ? found : undefined;
}

/** @param options.serviceNames what this server is called: words that nobody may make a password of */
export function createPasswordRules(options: {
  readonly serviceNames: () => readonly string[];
  readonly breachList?: BreachList | undefined;
}): PasswordRules {
  return {
    async fault(password, about) {
      const fewest = fewestCharacters(about.secondFactor);
      const folded = fold(password);
      if (Array.from(password.normalize('NFKC')).length < fewest) return { code: 'password_too_short', count: fewest };
      if (unitOf(folded).length < fewest / 2 || slides.some((slide) => slide.includes(unitOf(folded)))) {
        return { code: 'password_simple' };
      }
      if (await isCommon(formsOf(folded))) return { code: 'password_common' };
      const context = [...about.context, ...options.serviceNames(), 'gatehouse'];
      const word = contextWord(folded, { ...about, context }, fewest);
      if (word !== undefined) return { code: 'password_context', word };
      return (await options.breachList?.has(password)) ? { code: 'password_breached' } : undefined;
    },
  };
}
