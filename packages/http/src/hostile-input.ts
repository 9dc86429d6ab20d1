import { HttpError } from './http-error.ts';

/** Deeper JSON than this is refused: nothing that we accept nests further, and walking it must stay cheap. */
const DEEPEST = 32;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The text of a body.
 * @throws {HttpError} 400 when it is not UTF-8
 */
export function decodeText(body: Uint8Array): string {
  try {
    return decoder.decode(body);
  } catch (error) {
    throw malformed('The body is not UTF-8.', error);
  }
}

/**
 * Reads JSON from outside.
 * @throws {HttpError} 400 when it is not JSON, nests too deep, names `__proto__` or holds NUL or lone surrogates
 */
export function parseJson(text: string): unknown {
  checkDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed('The body is not JSON.', error);
  }
  checkValue(value);
  return value;
}

/** Counts brackets outside strings before anything is parsed, so that depth costs one pass over the text and no more. */
function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (inString) {
      if (character === BACKSLASH) index += 1;
      else if (character === QUOTE) inString = false;
    } else if (character === QUOTE) inString = true;
    else if (character === OPEN_BRACKET || character === OPEN_BRACE) {
      depth += 1;
      if (depth > DEEPEST) throw malformed(`The body nests deeper than ${DEEPEST} levels.`);
    } else if (character === CLOSE_BRACKET || character === CLOSE_BRACE) depth -= 1;
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

function checkValue(value: unknown): void {
  if (typeof value === 'string') checkText(value);
  else if (Array.isArray(value)) for (const item of value) checkValue(item);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      checkName(name);
      checkValue(member);
    }
  }
}

/** @throws {HttpError} 400 when text from outside holds NUL or lone surrogates, which databases and encoders choke on */
export function checkText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed())
    throw malformed('The body holds a NUL character or half a character.');
}

/** @throws {HttpError} 400 when the name of a member or parameter would reach a prototype */
export function checkName(name: string): void {
  if (name === '__proto__') throw malformed('The body holds a member that is not allowed.');
  checkText(name);
}

function malformed(message: string, cause?: unknown): HttpError {
  return new HttpError(400, 'invalid_request', message, { cause });
}
