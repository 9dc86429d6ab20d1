/** What the references have in common: they say that they are made, and cells of tables stay cells. */

/** A row of a table. */
export const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

/** A table with these columns. */
export const table = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map((cells) => row(...cells))].join('\n');

/** A document of its parts. */
export const document = (title: string, introduction: string, parts: readonly string[]): string =>
  `${[`# ${title}`, '<!-- Made from the code by `npm run references`; a test compares it. -->', introduction, ...parts].join('\n\n')}\n`;
