/** What a command line is made of: rows and groups of rows. `program.ts` makes commands of them. */

/** Flags, as `--name <name>`, and what they mean; with more than a sentence to say, an object. */
export type OptionRows = Readonly<Record<string, string | OptionRow>>;

export interface OptionRow {
  readonly help: string;
  /** Wrong usage without it. */
  readonly required?: true;
  /** What counts when it is not given. */
  readonly default?: string;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
}

/** One command. */
export interface CommandRow {
  /** Its name and arguments: `show <login>`. */
  readonly usage: string;
  /** What it does, in a line. */
  readonly help: string;
  readonly options?: OptionRows;
  /** The only values that its argument takes. */
  readonly argumentChoices?: readonly string[];
  /** Imports what does it, when the command runs. That gets the arguments and then the options of the whole line. */
  readonly action: (table: Table) => Promise<(...values: never[]) => Promise<void>>;
  readonly examples?: readonly Example[];
  /** What it prints is what was asked for: there is no --quiet. */
  readonly answers?: true;
  /** Not in the help: the earlier name of a command, still understood. */
  readonly hidden?: true;
  /** Every setting is a flag of it, and it reads them itself: its action gets the words of the line. */
  readonly settingsAsFlags?: true;
}

/** Headings of the help, and what stands below them. */
export type Table = Readonly<Record<string, readonly (CommandRow | GroupRow)[]>>;

/** Commands under one word. */
export interface GroupRow {
  readonly name: string;
  readonly help: string;
  readonly commands: readonly (CommandRow | GroupRow)[];
  readonly examples?: readonly Example[];
}

/** The words after `gatehouse`, and what they do. */
export type Example = readonly [line: string, meaning: string];
