/** Reads a document about a client from the server that has it. */
import { type OutboundFetch, type OutboundRefusal, OutboundRefusedError } from '../../delivery/outbound/guard.ts';
import { DocumentRefused } from './document-refused.ts';

/** Bytes of a document at most (draft-ietf-oauth-client-id-metadata-document, section 6: 5 kilobytes). */
export const documentLimitBytes = 5 * 1024;

/** Of what the guard refuses: what the developers of the client can do something about. */
const answered: Partial<Record<OutboundRefusal, string>> = {
  redirect: 'answered with a redirect, which is not followed; client_id is the address of the document itself',
  answer_too_large: `answered with more than ${documentLimitBytes} bytes`,
};

/**
 * Gives the answer, 200 alone, as far as it may be read. It takes 5 s at most, and what is at a private address is as unreachable as
 * what is not there: nobody learns here which is the case. Throws DocumentRefused.
 */
export async function fetchDocument(
  fetch: OutboundFetch,
  clientId: string,
): Promise<{ body: Buffer; headers: Headers }> {
  const { host } = new URL(clientId);
  try {
    const answer = await fetch(clientId, {
      headers: { accept: 'application/json' },
      bodyLimitBytes: documentLimitBytes,
    });
    if (answer.status !== 200) {
      throw new DocumentRefused(
        'not_answered',
        `${host} answered with status ${answer.status} instead of the document`,
      );
    }
    return { body: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
  } catch (error) {
    if (error instanceof DocumentRefused) throw error;
    const fault = error instanceof OutboundRefusedError ? answered[error.code] : undefined;
    if (fault !== undefined) throw new DocumentRefused('not_answered', `${host} ${fault}`);
    throw new DocumentRefused('unreachable', `${host}, which has the document of the client, cannot be reached`);
  }
}
