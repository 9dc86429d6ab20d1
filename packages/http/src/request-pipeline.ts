/**
 * What happens to every request before an application sees it, in one function: request id, host check, security headers,
 * limits, metrics, trace. It runs on the hot path: nothing is compiled, and no closure is made, for a request.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { requestContext } from '@gatehouse/logging';
import type { RequestSpan } from '@gatehouse/tracing';
import { peerAddress, RequestState, setState, stateOf, type TrustedProxies } from './connection.ts';
import { readForwarded } from './forwarded.ts';
import { dropForwarded, ignoredBy } from './forwarding-headers.ts';
import type { ForwardingNotes, NotedRequest } from './forwarding-notes.ts';
import type { InFlight } from './in-flight.ts';
import type { AnswerError, AnswerProgram } from './last-error-handler.ts';
import { createRequestCheck, type RequestRules } from './request-check.ts';
import { newRequestId } from './request-id.ts';
import { routeOf } from './request-metrics.ts';
import type { StandingHeaders } from './security-headers.ts';
import { setStandingHeaders } from './standing-headers.ts';
import { discardUnread } from './unread-body.ts';

/** What the pipeline works with. */
export interface RequestPipelineDependencies extends RequestRules {
  readonly proxies: TrustedProxies;
  readonly notes: ForwardingNotes;
  readonly headers: StandingHeaders;
  /** Requests that were dispatched and not yet answered. */
  readonly inFlight: InFlight;
  readonly isDraining: () => boolean;
  readonly observe: (response: ServerResponse, seconds: number) => void;
  /** Opens the span of a request; undefined where requests are not traced. */
  readonly trace: ((request: IncomingMessage, requestId: string, caller?: string) => RequestSpan) | undefined;
  readonly answerError: AnswerError;
  readonly answerProgram: AnswerProgram;
  /** Serves the request. */
  readonly dispatch: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Builds the listener of the public server. */
export function requestPipeline(dependencies: RequestPipelineDependencies): RequestListener {
  const {
    publicOrigin,
    proxies,
    notes,
    headers,
    inFlight,
    isDraining,
    observe,
    trace,
    answerError,
    answerProgram,
    dispatch,
  } = dependencies;
  const check = createRequestCheck(dependencies);
  const isTrusted = (address: string): boolean => proxies.includes(address);

  function finished(this: ServerResponse): void {
    if (!this.req.complete) discardUnread(this.req);
    const state = stateOf(this);
    if (state === undefined) return;
    inFlight.remove(state.slot);
    observe(this, (performance.now() - state.startedAt) / 1000);
    state.trace?.end(this.writableFinished ? this.statusCode : undefined, routeOf(this));
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    try {
      dispatch(request, response);
    } catch (error) {
      answerError(error, request, response);
    }
  }

  return (request, response) => {
    // RFC 9112, section 9.6: nothing is processed that follows an answer with `Connection: close`.
    if (request.socket.writableEnded) return void request.resume();
    const trusted = !proxies.none && isTrusted(peerAddress(request));
    const id = (trusted && inboundId(request)) || newRequestId();
    const state = new RequestState(id, performance.now(), headers, publicOrigin);
    setState(request, state);
    setState(response, state);
    state.slot = inFlight.add(response);
    response.on('close', finished);
    if (isDraining()) response.setHeader('Connection', 'close');
    const caller = trusted ? readForwarded(request.headers, isTrusted) : undefined;
    state.caller = caller?.address;
    if (trace !== undefined) state.trace = trace(request, id, caller?.address);
    if (!trusted && dropForwarded(request.headers)) notes.untrusted(peerAddress(request));
    const fault = check(request, trusted, caller);
    if (caller?.fault) notes.unreadable(caller.fault, noted(request, id, trusted));
    if (fault === undefined) {
      if (state.trace === undefined) requestContext.run(state, serve, request, response);
      else state.trace.run(() => requestContext.run(state, serve, request, response));
      return;
    }
    if (fault.forwarding) notes.misdirected(fault.forwarding, noted(request, id, trusted), ignoredBy(request, trusted));
    state.route = 'refused';
    setStandingHeaders(response);
    if (fault.allow !== undefined) response.setHeader('Allow', fault.allow);
    answerProgram(fault, request, response);
  };
}

function noted(request: IncomingMessage, requestId: string, isTrusted: boolean): NotedRequest {
  return { requestId, peer: peerAddress(request), isTrusted };
}

/** The id that a trusted proxy gave the request, if it is a plain word. */
function inboundId(request: IncomingMessage): string | undefined {
  const id = request.headers['x-request-id'];
  return typeof id === 'string' && /^[\w.:/+=-]{1,128}$/u.test(id) ? id : undefined;
}
