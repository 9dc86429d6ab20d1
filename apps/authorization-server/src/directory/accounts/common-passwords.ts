/** The passwords that attackers try first: some 49,000, from the lists of leaked ones. */

let list: ReadonlySet<string> | undefined;

async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common']);
}

/** Whether one of the forms of a password is on the list. Loads it when it is asked for the first time: few programs need it. */
export async function isCommon(forms: Iterable<string>): Promise<boolean> {
  // Not the promise: a load that failed would refuse every new password until the next start.
  const common = list ?? (await load());
  list = common;
  for (const form of forms) if (common.has(form)) return true;
  return false;
}
