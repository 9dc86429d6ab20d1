import { gatehouseTheme, type Theme } from './layout.ts';
import { fillPlain } from './texts.ts';

/** Sentences with the placeholders {step}, {name}, and {title}. */
export interface TitleTexts {
  readonly title: string;
  readonly titleWithError: string;
}

/**
 * The title of a page: the step first, then whom it is for; "Error:" before it when the form is shown again, since the title
 * is the first that a screen reader says.
 */
export function titleOf(
  text: TitleTexts,
  step: string,
  name?: string,
  { error = false, theme = gatehouseTheme }: { error?: boolean; theme?: Theme | undefined } = {},
): string {
  const title = fillPlain(text.title, { step, name: name ?? theme.name });
  return error ? fillPlain(text.titleWithError, { title }) : title;
}
