/** What is said of one thing that was looked at. */

export interface Finding {
  /** What was looked at, and how it is. */
  readonly check: string;
  /** `fault`: something does not work; `warning`: it works, and should be otherwise; `skipped`: nobody looked. */
  readonly result: 'ok' | 'warning' | 'fault' | 'skipped';
  /** What to do, or why nobody looked. */
  readonly advice: string;
}

export const ok = (check: string): Finding => ({ check, result: 'ok', advice: '' });
export const warning = (check: string, advice: string): Finding => ({ check, result: 'warning', advice });
export const fault = (check: string, advice: string): Finding => ({ check, result: 'fault', advice });
export const skipped = (check: string, why: string): Finding => ({ check, result: 'skipped', advice: why });

/** `ok`, or a warning when there is advice. */
export const judged = (check: string, advice: string | undefined): Finding =>
  advice === undefined ? ok(check) : warning(check, advice);

/** With what it is about, for programs. */
export interface ExaminedFinding extends Finding {
  readonly code: CheckCode;
}

/** What is looked at; the code never changes. */
export type CheckCode =
  | 'database'
  | 'durability'
  | 'clocks'
  | 'mode'
  | 'issuer'
  | 'certificate'
  | 'proxies'
  | 'mail_server'
  | 'registry_file'
  | 'user_claims'
  | 'clients'
  | 'connections'
  | 'domains'
  | 'upstreams'
  | 'client_addresses'
  | 'signing_keys'
  | 'encryption_keys';

/** A part of the examination. It never throws for what it looks for. */
export interface Check {
  readonly code: CheckCode;
  /** Shown while it takes long. */
  readonly name: string;
  readonly look: () => Promise<readonly Finding[]>;
}

const quietMs = 2000;

/**
 * All at once, each for some seconds at most, in the order in which they are given.
 * @param onSlow told after two seconds what is still looked at
 */
export async function examine(
  checks: readonly Check[],
  onSlow: (names: readonly string[]) => void,
  { patienceMs = 8000 } = {},
): Promise<ExaminedFinding[]> {
  const waiting = new Set(checks.map(({ name }) => name));
  const slow = setTimeout(() => onSlow([...waiting]), quietMs);
  const timers: NodeJS.Timeout[] = [];
  const bounded = async ({ code, name, look }: Check): Promise<readonly ExaminedFinding[]> => {
    const late = new Promise<readonly Finding[]>((resolve) => {
      const said = fault(name, `no answer within ${patienceMs / 1000} seconds`);
      timers.push(setTimeout(() => resolve([said]), patienceMs));
    });
    try {
      const found = await Promise.race([look(), late]);
      return found.map((finding) => ({ code, ...finding }));
    } finally {
      waiting.delete(name);
    }
  };
  try {
    return (await Promise.all(checks.map(bounded))).flat();
  } finally {
    for (const timer of [slow, ...timers]) clearTimeout(timer);
  }
}
