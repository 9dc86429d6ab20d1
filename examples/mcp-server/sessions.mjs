// sessions.mjs: MCP sessions (Mcp-Session-Id). Each belongs to the user and the client that opened it.
import { randomUUID } from 'node:crypto';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';

const IDLE_MS = 30 * 60_000;
const MOST_OF_ONE_OWNER = 20;

/** Behind a gateway the token is the gateway's; it says which client the request came from. */
const ownerOf = ({ subject, clientId, payload }) => JSON.stringify([subject, payload.origin_client_id ?? clientId]);

/** Keeps the sessions of one process. @param createServer makes the MCP server of a session */
export function createSessions(createServer) {
  const sessions = new Map();

  const end = (id) => {
    const session = sessions.get(id);
    sessions.delete(id);
    clearTimeout(session?.idle);
    void session?.transport.close();
  };

  async function open(owner) {
    const own = [...sessions].filter(([, session]) => session.owner === owner);
    if (own.length >= MOST_OF_ONE_OWNER) end(own[0][0]);
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) =>
        sessions.set(id, { owner, transport, idle: setTimeout(() => end(id), IDLE_MS).unref() }),
      onsessionclosed: end,
    });
    await createServer().connect(transport);
    return transport;
  }

  return {
    /**
     * The transport of a session, or of a new one where none is named. Undefined for a session that is not there, which is
     * also what others than its owner are told.
     */
    async of(id, auth) {
      const owner = ownerOf(auth);
      if (id === undefined) return open(owner);
      const session = sessions.get(id);
      if (session?.owner !== owner) return undefined;
      session.idle.refresh();
      return session.transport;
    },
    close: () => [...sessions.keys()].forEach(end),
  };
}
