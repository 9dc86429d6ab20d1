/** Colours on a terminal and nowhere else; NO_COLOR and FORCE_COLOR are obeyed. */
import { styleText } from 'node:util';

const styles = { heading: 'bold', good: 'green', waiting: 'yellow', bad: 'red', quiet: 'dim' } as const;
export type Style = keyof typeof styles;

/** The text in the colour that its meaning has. @param stream where it is written */
export const coloured = (style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string =>
  styleText(styles[style], text, { stream });

/** What things are, in tables: what works, what waits for somebody, and what does not. */
const meanings: Readonly<Record<string, Style>> = {
  active: 'good',
  enabled: 'good',
  current: 'good',
  applied: 'good',
  pending: 'waiting',
  next: 'waiting',
  disabled: 'bad',
  revoked: 'bad',
  expired: 'bad',
  retired: 'quiet',
};

/** A cell of a table in the colour of what it says; only of columns that tell how things stand. */
export const colouredCell = (column: string, text: string): string => {
  const style = column === 'status' || column === 'state' ? meanings[text] : undefined;
  return style === undefined ? text : coloured(style, text);
};
