/** Moments on the command line. */
import { UsageError } from './failure.ts';

const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/**
 * Seconds since the epoch, with a fraction. Throws UsageError.
 * @param option as it is named in the message: `--since`
 * @param text `now`, an age (`90s`, `30m`, `2h`, `7d`), a date, or a date and time (RFC 3339), in UTC when no zone is given
 */
export function momentOf(option: string, text: string, nowMs: number): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/u.exec(text) ?? [];
  if (text === 'now') return nowMs / 1000;
  if (count !== undefined) return nowMs / 1000 - Number(count) * unitSeconds[unit as keyof typeof unitSeconds];
  const [, time, zone] = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/u.exec(text) ?? [
    text,
    '',
  ];
  const seconds = Date.parse(time !== undefined && zone === undefined ? `${text}Z` : text) / 1000;
  if (time === '' || Number.isNaN(seconds)) {
    throw new UsageError(
      `${option} takes "now", an age such as 30m, 2h or 7d, or a time such as 2026-11-22T12:00:00Z, not ${text}`,
    );
  }
  return seconds;
}
