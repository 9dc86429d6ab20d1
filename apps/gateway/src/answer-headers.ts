/** Adds headers to those that an answer is collected in, names and values in turn. */
export function addHeaders(answer: string[], headers: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(headers)) answer.push(name, headers[name] as string);
}
