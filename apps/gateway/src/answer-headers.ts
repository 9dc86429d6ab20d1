import type { ServerResponse } from 'node:http';

/** Adds headers to those that an answer is collected in, names and values in turn. */
export function addHeaders(answer: string[], headers: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(headers)) answer.push(name, headers[name] as string);
}

/** Sets what was collected, where nothing of the answer is sent yet. */
export function setHeaders(response: ServerResponse, answer: readonly string[]): void {
  if (response.headersSent) return;
  for (let index = 0; index < answer.length; index += 2)
    response.setHeader(answer[index] as string, answer[index + 1] as string);
}
