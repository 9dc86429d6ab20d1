/**
 * What turns text around, or cannot be seen: a name could look like another, like none, or rewrite the page around it. Joiners
 * (U+200C, U+200D) and selectors of a form (U+FE0E, U+FE0F) stay, which some scripts and many emoji need, beside what can be seen;
 * so do marks, as many as scripts put on a letter: more of them would reach into the lines above and below.
 */
export const misleading =
  /^[^\p{L}\p{N}\p{P}\p{S}]+$|[\p{Mn}\p{Me}]{6}|[[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]--[\p{Join_Control}\ufe0e-\ufe0f]]/v;
