/** The name of a setting in the file: `trustedProxies` → `trusted_proxies`. */
export function fileKey(field: string): string {
  return field.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}

/** The name of a setting in the environment: `trustedProxies` → `GATEHOUSE_TRUSTED_PROXIES`. */
export function environmentName(prefix: string, field: string): string {
  return `${prefix}${fileKey(field).toUpperCase()}`;
}

/** The name of a setting among the flags: `trustedProxies` → `--trusted-proxies`. */
export function flagName(field: string): string {
  return `--${fileKey(field).replaceAll('_', '-')}`;
}

/** `; did you mean X?` with the known name nearest to `name`, or nothing when none is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(name.length / 4)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === undefined ? '' : `; did you mean ${best}?`;
}

/** Levenshtein distance: single-character insertions, deletions and replacements. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
