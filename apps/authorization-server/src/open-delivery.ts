/** What leaves by itself is put together here: mail that operations ask for, and notices to applications. */
import type { Logger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import { createDelivery, type Delivery, type DeliverySettings } from './delivery/delivery.ts';
import { mailLookOf } from './delivery/mail/look.ts';
import type { OutboundRoute } from './delivery/outbound/guard.ts';
import type { Directory } from './directory/directory.ts';
import { emailChangeHandler, emailChangeItem } from './directory/operations/email-change.ts';
import { resetRequestHandler, resetRequestItem } from './directory/operations/password-reset.ts';
import { registrationHandlers, registrationItems } from './directory/operations/registration.ts';
import { serviceNameOf } from './directory/registry/policies.ts';
import { logoutItem } from './directory/revocation/logout-notices.ts';
import { createLogoutDelivery } from './protocol/back-channel-logout.ts';
import type { Rotator } from './protocol/keys/rotator.ts';

/** Opens it; nothing is sent until it is started. */
export function openDelivery(
  settings: DeliverySettings & { readonly issuer: string },
  {
    directory,
    keys,
    storage,
    logger,
    clock,
    outboundRoute: route,
  }: {
    readonly directory: Directory;
    readonly keys: Rotator;
    readonly storage: Storage;
    readonly logger: Logger;
    readonly clock: () => number;
    readonly outboundRoute?: OutboundRoute | undefined;
  },
): Delivery {
  const { policies, accounts, audit } = directory;
  const { issuer } = settings;
  return createDelivery(settings, {
    storage,
    clock,
    logger,
    route,
    mailLook: () => {
      const { branding } = policies.current;
      return mailLookOf(branding, { service: serviceNameOf(branding, issuer), address: issuer });
    },
    onMailQueueFull: () => audit.record(undefined, { event: 'mail.refused', outcome: 'failure', reason: 'queue_full' }),
    asks: [resetRequestItem, emailChangeItem, ...registrationItems],
    handlers: (mailer) => ({
      [resetRequestItem]: resetRequestHandler({ storage, accounts, mailer, issuer, clock }),
      [emailChangeItem]: emailChangeHandler({ storage, mailer, issuer, clock }),
      ...registrationHandlers({
        registrationRoles: () => policies.current.users.registrationRoles,
        storage,
        mailer,
        issuer,
        clock,
      }),
    }),
    notices: (fetch) => ({
      [logoutItem]: createLogoutDelivery({
        issuer,
        storage,
        clock,
        signingKey: keys.keyFor,
        fetch,
        audit,
      }),
    }),
  });
}
