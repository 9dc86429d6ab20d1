import type { ServerResponse } from 'node:http';

/**
 * Answers JSON. For what is never stored by anybody: Express's `json` also looks for tags and freshness, and reads the media
 * type anew that it has just set.
 * @param body anything but undefined
 */
export function sendJson(response: ServerResponse, body: unknown): void {
  const text = JSON.stringify(body);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}
