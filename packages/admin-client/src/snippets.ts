/** Programs to copy for an application that was just registered: those of `examples/`, filled with its values. */
export { type Framework, frameworks, frameworksOf } from './snippets/frameworks.ts';
export { type GuardFramework, guardSnippet } from './snippets/guard.ts';
export { type ClientKind, kinds } from './snippets/kinds.ts';
export { type SignInValues, signInSnippet } from './snippets/sign-in.ts';
export { quoted, renderSnippet, type Snippet, snippetDocument } from './snippets/snippet.ts';
