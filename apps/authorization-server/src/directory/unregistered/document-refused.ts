/** Why a client is refused that is described by a document at its own address. */

/**
 * Stable codes: `not_an_address` breaks the rules for such addresses; `not_trusted` and `not_allowed` are the policy's word on
 * host and document; `busy` is this server's, which reads only so many documents; `unreachable` and `not_answered` are the other
 * server's; `invalid` is the document's.
 */
export type DocumentRefusal =
  | 'not_an_address'
  | 'not_trusted'
  | 'not_allowed'
  | 'busy'
  | 'unreachable'
  | 'not_answered'
  | 'invalid';

/** The client is refused. The message is for its developers; of addresses it names the host alone. */
export class DocumentRefused extends Error {
  override readonly name = 'DocumentRefused';
  readonly code: DocumentRefusal;

  constructor(code: DocumentRefusal, message: string) {
    super(message);
    this.code = code;
  }
}
