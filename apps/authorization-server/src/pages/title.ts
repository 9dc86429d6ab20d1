import { type Catalog, fillPlain } from '../texts/catalog.ts';
import { gatehouseTheme, type Theme } from './layout.ts';

/**
 * The title of a page: the step first, then whom it is for; "Error:" before it when the form is shown again, since the title
 * is the first that a screen reader says.
 */
export function titleOf(
  text: Catalog,
  step: string,
  name?: string,
  { error = false, theme = gatehouseTheme }: { error?: boolean; theme?: Theme | undefined } = {},
): string {
  const title = fillPlain(text.title, { step, name: name ?? theme.name });
  return error ? fillPlain(text.titleWithError, { title }) : title;
}
