/** Texts that an operator writes: one for all readers, or one for each language. */

/** A text, or a text by language (BCP 47). At least one. */
export type LocalizedText = string | Readonly<Record<string, string>>;

/** The tag with what it leaves to be understood: `zh-TW` is `zh-Hant-TW`, `pt` is `pt-Latn-BR`. */
function maximized(tag: string): { readonly whole: string; readonly written: string } {
  const { baseName, language, script } = new Intl.Locale(tag).maximize();
  return { whole: baseName, written: `${language}-${script}` };
}

/**
 * The text in a language: as it is spoken in the same country, else as it is written in the same script, else in English, else
 * the first one. Worked out where a page is made, and only for texts that differ by language.
 * @param language BCP 47 tag
 */
export function inLanguage(text: LocalizedText, language: string): string {
  if (typeof text === 'string') return text;
  if (Object.hasOwn(text, language)) return text[language] as string;
  const tags = Object.keys(text);
  const find = (wanted: string): string | undefined => {
    const { whole, written } = maximized(wanted);
    return tags.find((tag) => maximized(tag).whole === whole) ?? tags.find((tag) => maximized(tag).written === written);
  };
  const tag = find(language) ?? find('en') ?? tags[0];
  return tag === undefined ? '' : (text[tag] as string);
}
