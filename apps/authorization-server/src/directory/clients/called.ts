/**
 * How a client is called where users read. One that no operator registered is known by a host, since that alone is true of it;
 * the name that it gives itself is somebody's words, and stands apart.
 */
import { domainToASCII } from 'node:url';
import { inLanguage } from '@gatehouse/html';
import type { Client } from './clients.ts';

/** What users know a client by. */
export interface Called {
  /** Of a client that no operator registered: what it calls itself, made harmless; empty when it says nothing legible. */
  readonly name: string;
  /** In ASCII, so that letters that look alike differ. Absent of clients that an operator registered. */
  readonly host?: string | undefined;
  /** No operator registered it, so that nobody has checked it. */
  readonly unregistered: boolean;
}

/** In characters as a reader counts them. */
const longestName = 48;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A name that a stranger gave itself, made harmless: one line without characters that cannot be seen or turn the writing direction,
 * without quotation marks (it stands between such), no more marks on a letter than languages have, and short, also
 * where one character stands for a sentence.
 */
export function claimedName(text: string): string {
  const plain = text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Z}\u2800]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\ufdfd]/gu, '')
    .replaceAll(
      /["\u201c-\u201f\u00ab\u00bb\u2039\u203a\u300c-\u300f\u301d-\u301f\u05f4\u02ba\u02ee\u02dd\u2033-\u2037\u275d\u275e\u2e42\u3003\ufe41-\ufe44\uff02\uff62\uff63]|['\u2018\u2019\u201b\u02bc]{2,}/gu,
      "'",
    )
    .replaceAll(/(\p{M}{2})\p{M}+/gu, '$1')
    .replaceAll(/[\ufdf0-\ufdff\u2e3a\u2e3b]/gu, (wide) => (wide > '\u2e3b' ? wide.normalize('NFKC') : '\u2014'))
    .trim();
  const [first, rest] = [[] as string[], graphemes.segment(plain)];
  for (const { segment } of rest) {
    if (first.length === longestName) return `${first.join('').trimEnd()}…`;
    first.push(segment);
  }
  return first.join('');
}

/** @param language a name that differs by language is the one in it */
export function calledOf(
  { clientId, name, unregistered }: Pick<Client, 'clientId' | 'name' | 'unregistered'>,
  language: string,
): Called {
  const given = inLanguage(name, language);
  if (!unregistered) return { name: given, unregistered: false };
  const host = unregistered.kind === 'document' ? URL.parse(clientId)?.host : domainToASCII(unregistered.host);
  // Who gives itself no name is called by its identifier, which says nothing to a user.
  const claimed = given === clientId ? '' : claimedName(given);
  return { name: claimed, host: host || unregistered.host || clientId, unregistered: true };
}
