/**
 * Structured logs on standard output: one JSON object a line, with the request's id, without secrets.
 * Owns what counts as a secret in a log and the context that follows a request through asynchronous code.
 */

export { apiKeyDigits, apiKeyOf, looksLikeApiKey } from './api-key-form.ts';
export { withoutCredentials } from './credentials.ts';
export { type LineWriter, type LineWriterOptions, openLineWriter } from './line-writer.ts';
export { createLogger, type Logger, type LoggerOptions } from './logger.ts';
export { redact } from './redact.ts';
export { type RequestContext, requestContext } from './request-context.ts';
export { type LogFailures, logFailures, standardOutput } from './standard-output.ts';
