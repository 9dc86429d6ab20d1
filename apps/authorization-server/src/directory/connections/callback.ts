/** Where an upstream answers to. Each connection has its own, so that no answer is taken for that of another (RFC 9700, section 4.4). */
export const callbackOf = (issuer: string, connection: string): string => `${issuer}/federation/${connection}/callback`;
