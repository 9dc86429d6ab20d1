// notes.mjs: the tools of the MCP server, and the scope that each needs.
import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** What a caller may do with the server at all: connect, list the tools. */
export const BASIC_SCOPE = 'notes_read';
const SCOPE_OF_TOOL = { list_notes: 'notes_read', add_note: 'notes_write' };

/** The scopes that a message, or one of a batch, asks for: those of the tools that it calls. */
export const scopesFor = (body) =>
  [body].flat().flatMap((message) => (message?.method === 'tools/call' && SCOPE_OF_TOOL[message.params?.name]) || []);

// By user: nobody sees the notes of others. A real server keeps them in a database.
const notes = new Map();
const notesOf = (user) => notes.get(user) ?? [];

const answer = (text) => ({ content: [{ type: 'text', text }] });

/** A server for one connection. `authInfo` is what the access token says, as oauth-guard verified it. */
export function createNotes() {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool('list_notes', { description: 'Lists your notes' }, ({ http }) =>
    answer(notesOf(http.authInfo.extra.sub).join('\n') || 'no notes yet'),
  );
  server.registerTool(
    'add_note',
    { description: 'Adds a note to yours', inputSchema: z.object({ text: z.string().min(1).max(1000) }) },
    ({ text }, { http }) => {
      const user = http.authInfo.extra.sub;
      // The last hundred: memory is not for ever.
      notes.set(user, [...notesOf(user), text].slice(-100));
      return answer(`noted: ${text}`);
    },
  );
  return server;
}
