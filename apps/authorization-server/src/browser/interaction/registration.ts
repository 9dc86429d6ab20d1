/** What a sign-in needs of the registration of accounts. */
import type { Write } from '@gatehouse/storage';

interface Confirmable {
  readonly accountId: string;
  readonly browserId: string;
  readonly uid: string;
}

/** How users make themselves an account, and prove its address. */
export interface Registration {
  /** Everybody may. */
  readonly open: boolean;
  /** Too many mails wait; come again later. */
  readonly busy: boolean;
  /** The write that has a registration carried out: the same for an address that is free and one that is not (AS-15). */
  ask(
    asked: Confirmable & {
      readonly email: string;
      readonly name: string;
      readonly locale: string;
      readonly passwordHash: string;
    },
  ): Write;
  /** The write that sends the link, or another one. */
  again(asked: Confirmable): Write;
  /** Something was committed. */
  readonly wake: () => void;
}
