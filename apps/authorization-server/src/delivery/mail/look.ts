/** What mails look like: the brand of the server, as far as mail programs can show it. */
import { type Branding, coloursOf, type ModeColours, readLogo } from '@gatehouse/html';

export interface MailLook {
  /** What this server is called. */
  readonly service: string;
  /** Where it is. */
  readonly address: string;
  readonly light: ModeColours;
  readonly dark: ModeColours;
  /** A PNG; few mail programs show an SVG. */
  readonly logo?: Buffer | undefined;
  /** Where users find help. */
  readonly support?: string | undefined;
}

/** The brand as mails have it. */
export function mailLookOf(branding: Branding, server: Pick<MailLook, 'service' | 'address'>): MailLook {
  const logo = branding.logo === undefined ? undefined : readLogo(branding.logo);
  return {
    ...server,
    ...coloursOf(branding),
    logo: typeof logo === 'object' && logo.extension === 'png' ? logo.body : undefined,
    support: branding.links?.support,
  };
}
