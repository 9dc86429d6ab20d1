const FORM = /^smtps?:\/\/(?:[^/?#]*@)?(?:\[[^\]/?#@]*\]|[^:[\]/?#@\s]+)(?<port>:[^/?#@]*)?\/?(?:\?[^#@]*)?$/iu;

/**
 * What is wrong with the URL of a mail server, as the rest of a sentence that begins with its name; undefined when nothing is. No
 * part of a password is in it, wherever the password's characters made the URL break.
 */
export function smtpUrlFault(url: string): string | undefined {
  if (!/^smtps?:\/\//iu.test(url)) return 'must begin with smtp:// or smtps://';
  if (/\p{Cc}/u.test(url)) return 'has a line break or another control character in it';
  const form = FORM.exec(url);
  if (!form || !isDecodable(url)) {
    return 'is not a URL: it has no host, or a character in the user name or password must be percent-encoded: @ as %40, # as %23, % as %25, / as %2F, ? as %3F';
  }
  const port = form.groups?.['port']?.slice(1);
  const isPort = port === undefined || (/^\d{1,5}$/u.test(port) && Number(port) >= 1 && Number(port) <= 65_535);
  return isPort ? undefined : 'has a port that is not a number from 1 to 65535';
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
