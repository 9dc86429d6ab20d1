/**
 * What turns text around, or cannot be seen: a name could look like another, like none, or rewrite the page around it. Joiners
 * (U+200C, U+200D) stay, which some scripts and many emoji need.
 */
export const misleading =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0]/u;
