/** Texts of the registry that users read: one for all of them, or one for each language. */
import { inLanguage, type LocalizedText } from '@gatehouse/html';
import { z } from 'zod';

type Subtag = 'language' | 'region' | 'script';
const named = new Map<Subtag, Intl.DisplayNames>();

/** Whether there is such a subtag. What names them is made once, and where nothing is translated never. */
function isKnown(type: Subtag, subtag: string | undefined): boolean {
  if (subtag === undefined) return true;
  const names = named.get(type) ?? new Intl.DisplayNames(['en'], { type, fallback: 'none' });
  named.set(type, names);
  return names.of(subtag) !== undefined;
}

/** Why the tag stands for no language that users could ask for; undefined when it does. BCP 47 (RFC 5646). */
function tagFault(tag: string): string | undefined {
  const wrong = `${JSON.stringify(tag.slice(0, 40))} is no language tag (BCP 47), such as en, pt-BR or zh-Hant`;
  if (tag === '' || tag.length > 35) return wrong;
  try {
    const { language, region, script, baseName } = new Intl.Locale(tag);
    if (baseName.toLowerCase() !== tag.toLowerCase()) return wrong;
    // All languages of two letters have a name; few of the rare ones of three.
    const isLanguage = language.length === 3 || isKnown('language', language);
    return isLanguage && isKnown('region', region) && isKnown('script', script) ? undefined : wrong;
  } catch {
    return wrong;
  }
}

/** The texts by tag. An entry at fault is reported by its tag. */
const byLanguage = z.record(z.string(), z.string().min(1)).superRefine((texts, context) => {
  const tags = Object.keys(texts);
  if (tags.length === 0) context.addIssue({ code: 'custom', message: 'has no text in any language' });
  for (const tag of tags) {
    const message = tagFault(tag);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
    else if (tags.some((other) => other !== tag && other.toLowerCase() === tag.toLowerCase()))
      context.addIssue({ code: 'custom', message: `has ${tag} twice; case makes no difference` });
  }
});

/** What users read: a text, or one by language. */
export const localizedText = z.union([z.string().min(1), byLanguage], {
  error: ({ input }) =>
    input === undefined
      ? 'is missing'
      : 'must be text, or a text for each language, as in { en: "Orders", de: "Bestellungen" }',
});

/** A stored text where there is but one language: on the command line and the welcome page. */
export const inEnglish = (stored: unknown): string | undefined =>
  stored === undefined ? undefined : inLanguage(stored as LocalizedText, 'en');
