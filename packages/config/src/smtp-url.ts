const FORM = /^smtps?:\/\/(?:[^/?#]*@)?(?:\[[^\]/?#@]*\]|[^:[\]/?#@\s]+)(?<port>:[^/?#@]*)?\/?(?:\?[^#@]*)?$/iu;

/**
 * What is wrong with the URL of a mail server, as the rest of a sentence that begins with its name; undefined when nothing is. No
 * part of a password is in it, wherever the password's characters made the URL break.
 */
export function smtpUrlFault(url: string): string | undefined {
  if (!/^smtps?:\/\//iu.test(url))
    return 'must begin with smtp:// or smtps://, such as smtp://user:password@mail.example.com:587';
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

/** As RFC 5322 writes a mailbox, in plain characters; what is more than one line or more than one address is none. */
const SENDER = /^(?:[^<>@,;:"\p{Cc}]*<(?<inner>[^<>\s]+)>|"[^"\\\p{Cc}]*" *<(?<quoted>[^<>\s]+)>|(?<alone>[^<>\s]+))$/u;
const ADDRESS = /^[^@\s,;:<>"()]{1,64}@(?:localhost|[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?)$/u;

/** What is wrong with the sender of mails, as the rest of a sentence that begins with its name; undefined when nothing is. */
export function mailSenderFault(sender: string): string | undefined {
  const { inner, quoted, alone } = SENDER.exec(sender.trim())?.groups ?? {};
  const address = inner ?? quoted ?? alone ?? '';
  return ADDRESS.test(address) ? undefined : 'must be "Name <address>" or an address, such as no-reply@example.com';
}
