/** A moment as the admin API writes it (RFC 3339). @param seconds since the epoch */
export const momentOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
