/** Names that no path of an address can hold: whatever reads one leaves them out (RFC 3986, section 5.2.4). */
export const isDotSegment = (name: string): boolean => name === '.' || name === '..';
