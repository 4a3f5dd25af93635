import { read } from './config/environment';
import { shared } from './state';

/** One thing that went wrong inside tracing. `cause` groups: the default handler prints each cause once. */
export type Diagnostic = {
  readonly level: 'warn' | 'debug';
  readonly cause: string;
  readonly message: string;
};

/** Receives every diagnostic; what it throws is dropped. */
export type DiagnosticHandler = (diagnostic: Diagnostic) => void;

/** Causes remembered, so that a program with endless different causes does not grow. */
const MAX_CAUSES = 1000;

/**
 * Reports a problem of tracing to the only channel there is. Never throws, never prints a credential: callers pass
 * addresses through `withoutCredentials`.
 */
export function warn(cause: string, message: string): void {
  report({ level: 'warn', cause, message });
}

/** Like `warn`, also when it was said before: the answer to a line that a user has run once more. */
export function warnAnew(cause: string, message: string): void {
  shared.reportedCauses.delete(cause);
  warn(cause, message);
}

/** Like `warn`, for what a user need not see: silent unless MLFLOW_LOGGING_LEVEL is `debug`, or a handler was set. */
export function debug(cause: string, message: string): void {
  report({ level: 'debug', cause, message });
}

/** Replaces the handler; `undefined` brings the default one back. */
export function setDiagnosticHandler(
  handler: DiagnosticHandler | undefined
): void {
  shared.diagnosticHandler = handler;
}

/** The message of whatever was thrown, on one line; never throws. Errors of another realm are errors too. */
export function messageOf(error: unknown): string {
  try {
    const message: unknown =
      typeof error === 'object' && error !== null
        ? Reflect.get(error, 'message')
        : undefined;
    const text = typeof message === 'string' ? message : String(error);
    return text.replace(/\s+/g, ' ').trim();
  } catch {
    return 'an error that cannot be read';
  }
}

/** Says what the user asked for, where MLFLOW_LOGGING_LEVEL is `info` or `debug`. */
export function say(message: string): void {
  if (['info', 'debug'].includes(read('MLFLOW_LOGGING_LEVEL'))) {
    // eslint-disable-next-line no-console
    console.warn(`spanbook: ${message}`);
  }
}

function report(diagnostic: Diagnostic): void {
  try {
    (shared.diagnosticHandler ?? printOnce)(diagnostic);
  } catch {
    // A handler that fails must not reach the traced program, and there is no further channel.
  }
}

/** Which diagnostics MLFLOW_LOGGING_LEVEL lets through. */
function isPrinted(level: Diagnostic['level']): boolean {
  const asked = read('MLFLOW_LOGGING_LEVEL');
  return level === 'debug'
    ? asked === 'debug'
    : asked !== 'error' && asked !== 'critical';
}

/** In a notebook stderr shows under the cell, hence one line per cause, and debug messages only when asked for. */
function printOnce({ level, cause, message }: Diagnostic): void {
  const { reportedCauses } = shared;
  if (!isPrinted(level) || reportedCauses.has(cause)) {
    return;
  }
  if (reportedCauses.size < MAX_CAUSES) {
    reportedCauses.add(cause);
    // The one place of the SDK that prints.
    // eslint-disable-next-line no-console
    console.warn(`spanbook: ${message}`);
  }
}
