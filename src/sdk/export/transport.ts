import { Buffer } from 'node:buffer';
import { request as requestTls, type Agent } from 'node:https';
import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { currentTlsAgent } from '../config/tls';
import type { HttpRequest } from './http-client';

/** An answer of any status, read whole. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
};

/**
 * Sends one request, follows no redirect, and gives the answer. OpenTelemetry is told to look away: an instrumentation
 * of fetch that the user registered must not record our requests as his.
 * @throws whatever the runtime throws when there is no answer, a TimeoutError when there is none in time.
 */
export function transmit(request: HttpRequest): Promise<HttpAnswer> {
  return context.with(suppressTracing(context.active()), () => {
    const agent = request.url.startsWith('https:')
      ? currentTlsAgent()
      : undefined;
    return agent === undefined ? byFetch(request) : byAgent(request, agent);
  });
}

async function byFetch(request: HttpRequest): Promise<HttpAnswer> {
  const { method, url, headers, body, timeout } = request;
  const response = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeout * 1000),
    // Uint8Array is a body for fetch; the type of a shared buffer, which none of ours is, keeps it from saying so.
    ...(body !== undefined && { body: body as string })
  });
  return {
    status: response.status,
    headers: response.headers,
    text: await response.text()
  };
}

/** fetch has no place for certificates that both Node and Deno know. */
function byAgent(request: HttpRequest, agent: Agent): Promise<HttpAnswer> {
  const { method, url, headers, body, timeout } = request;
  const signal = AbortSignal.timeout(timeout * 1000);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      // The reason of the signal is what fetch would throw. Both are errors, if not of this realm.
      reject((signal.aborted ? signal.reason : error) as Error);
    };
    const call = requestTls(url, { method, headers, agent, signal }, answer => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', fail);
      answer.on('end', () => {
        resolve({
          status: answer.statusCode ?? 0,
          headers: new Headers(singleHeaders(answer.headers)),
          text: Buffer.concat(chunks).toString('utf8')
        });
      });
    });
    call.on('error', fail);
    call.end(body);
  });
}

function singleHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)])
  );
}
