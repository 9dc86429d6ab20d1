/** Which issuers may be asked about at all, decided by their URL alone: whoever sends a token chooses what stands in `iss`. */

import { askApplication, synchronousFunction } from './application-call.ts';
import { isTrustworthyUrl } from './discovery.ts';
import type { IssuerRule } from './options.ts';

const MAX_LENGTH = 512;
const PLACEHOLDER = /\{[a-z]\w*\}/gi;

/**
 * Makes a predicate of the rules. It holds only for an issuer in its canonical spelling, so that no other spelling of a URL
 * (letter case, default port, escapes, dots, user information) is taken for it. An address, or a name of this machine or network,
 * counts only where a rule spells it out.
 *
 * @throws TypeError on a rule that is wrong, or that leaves a domain to everybody
 */
export function issuerFilter(
  rules: IssuerRule | readonly IssuerRule[],
  allowHttp: boolean,
): (issuer: string) => boolean {
  const list = Array.isArray(rules) ? (rules as readonly IssuerRule[]) : [rules as IssuerRule];
  if (list.length === 0) throw new TypeError('issuers.allow must hold at least one rule');
  const checks = list.map((rule) => ruleCheck(rule, allowHttp));
  return (issuer) => isCanonical(issuer, allowHttp) && checks.some((holds) => holds(issuer));
}

// RFC 6761, RFC 6762 appendix G, RFC 9476; `svc` is what a cluster of Kubernetes calls its services.
const LOCAL_NAME = /\.(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|alt|test|svc|arpa)$/;

/** Whether a host is an address, or a name that only this machine or network knows. */
export function isLocalHost(url: string): boolean {
  // A dot at the end makes a name absolute, and changes nothing about which it is.
  const hostname = new URL(url).hostname.replace(/\.$/, '');
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return true;
  return !hostname.includes('.') || LOCAL_NAME.test(hostname);
}

function isCanonical(issuer: string, allowHttp: boolean): boolean {
  if (issuer.length > MAX_LENGTH || /[?#%]/.test(issuer) || !isTrustworthyUrl(issuer, allowHttp)) return false;
  const { href, hostname, pathname } = new URL(issuer);
  if (hostname.endsWith('.')) return false;
  return href === issuer || (pathname === '/' && href === `${issuer}/`);
}

function ruleCheck(rule: IssuerRule, allowHttp: boolean): (issuer: string) => boolean {
  if (typeof rule === 'string') return templateCheck(rule, allowHttp);
  if (rule instanceof RegExp) {
    if (LONE_DOT.test(rule.source.replace(ESCAPED, '')))
      throw new TypeError(
        `issuers.allow: in ${rule} a dot stands for any character, so that a host of others may fit; write \\. for a dot`,
      );
    // The whole issuer has to fit; and a pattern that remembers where it stopped would refuse every second token.
    const whole = new RegExp(`^(?:${rule.source})$`, rule.flags.replace(/[gym]/g, ''));
    return (issuer) => !isLocalHost(issuer) && whole.test(issuer) && leavesNoHost(whole, issuer);
  }
  if (typeof rule !== 'function')
    throw new TypeError('issuers.allow must be a URL, a pattern, a function, or a list of these');
  synchronousFunction('issuers.allow', rule);
  return (issuer) => !isLocalHost(issuer) && askApplication('issuers.allow', () => rule(issuer)) === true;
}

// What in a pattern stands for itself or is a class of characters; and a dot that is neither, nor repeated.
const ESCAPED = /\\.|\[(?:\\.|[^\]\\])*\]/gs;
const LONE_DOT = /\.(?![*+?{])/;

// Reserved by RFC 2606: nobody can have it.
const OTHER_HOST = 'other.invalid';

/**
 * Whether a pattern says whose host an issuer has. Where a dot and a star reach over the end of the host, whoever sends a token can
 * choose one: `https://.*\.example\.com` fits `https://evil.example/x.example.com` too, and `https://.*example\.com` fits
 * `https://evilexample.com`. Such an issuer does not count.
 */
function leavesNoHost(whole: RegExp, issuer: string): boolean {
  const { hostname } = new URL(issuer);
  const otherDomain = hostname.replace(/[^.]+\.[^.]+$/, 'x$&');
  const others = [OTHER_HOST, `${hostname}.${OTHER_HOST}`, otherDomain];
  return others.every((host) => !whole.test(issuer.replace(hostname, host)));
}

function templateCheck(template: string, allowHttp: boolean): (issuer: string) => boolean {
  const fault = `issuers.allow: "${template}"`;
  if (!isCanonical(template.replace(PLACEHOLDER, 'x'), allowHttp))
    throw new TypeError(
      `${fault} must be an https URL as a browser writes it, where {name} stands for one segment of the path or one label of the host`,
    );
  // Taken literally, these would fit no issuer at all.
  if (/[*]|\/:/.test(template.replace('://', '')))
    throw new TypeError(`${fault} has a placeholder of another kind: {name} stands for one segment or one label`);
  const [authority, path] = split(template);
  const labels = authority.replace(/^https?:\/\//, '').split('.');
  const open = labels.findLastIndex((label) => label.includes('{'));
  const isWhole = labels.every((label) => !label.includes('{') || /^\{\w+\}$/.test(label));
  if (open !== -1 && (!isWhole || labels.length - open < 3))
    throw new TypeError(`${fault} must name its domain: {name} may stand for whole labels before the last two`);
  const pattern = new RegExp(
    `^${patternOf(authority, '[a-z\\d](?:[a-z\\d-]*[a-z\\d])?')}${patternOf(path, '[\\w~.-]+')}$`,
  );
  return (issuer) => pattern.test(issuer);
}

function split(template: string): [string, string] {
  const slash = template.indexOf('/', template.indexOf('//') + 2);
  return slash === -1 ? [template, ''] : [template.slice(0, slash), template.slice(slash)];
}

function patternOf(part: string, placeholder: string): string {
  return part
    .split(PLACEHOLDER)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join(placeholder);
}
