/**
 * Members by which a client asks to be protected better than it must be. What this server can do for it, it does; what it cannot do is
 * refused, since a client that asked for it would take itself for protected.
 */
import { z } from 'zod';

const flag = z.boolean('must be true or false').optional();

/** What is kept to. */
export const safeguards = {
  /** RFC 9449, section 5.2. */
  dpop_bound_access_tokens: flag,
  /** RFC 9126, section 6. */
  require_pushed_authorization_requests: flag,
};

const notHere = (what: string) =>
  z.literal(false, `must be left out or false: ${what} is for clients that an operator registers`).optional();

/** What is for clients of operators alone. */
export const safeguardsElsewhere = {
  /** RFC 8705, section 3.4. */
  tls_client_certificate_bound_access_tokens: notHere('binding tokens to a TLS certificate'),
  /** RFC 9101, section 10.5. */
  require_signed_request_object: notHere('asking by signed requests'),
};
