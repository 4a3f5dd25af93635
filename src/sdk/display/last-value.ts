import { isObject } from './probe';

/** Frames of Node's `inspect` between the hook of a value and `console.log`, with room for nesting. */
const STACK_FRAMES = 30;

const TSLAB_EXECUTOR = /[\\/]tslab[\\/]dist[\\/]executor\.js/;

/**
 * Whether `inspect` was called for the last value of a tslab cell, and the value whose hook asks is that value or an
 * element of it. tslab prints a last value by `console.log`, as user code does; only the caller tells them apart.
 * `depth` and `options` are those of the hook.
 */
export function isLastValueOfTslab(depth: unknown, options: unknown): boolean {
  if (!('__tslab__' in globalThis)) {
    return false;
  }
  const frames = stackFrames();
  const log = frames.findIndex(frame => /console\.log/.test(frame));
  const isLastValue = log >= 0 && TSLAB_EXECUTOR.test(frames[log + 1] ?? '');
  return isLastValue && (isRoot(depth, options) || isElement(frames, log));
}

function isRoot(depth: unknown, options: unknown): boolean {
  return isObject(options) && depth === options['depth'];
}

/** One array between the value and the root: `inspect` formats its elements by a function of their own. */
function isElement(frames: readonly string[], log: number): boolean {
  const calls = frames.slice(0, log).join('\n');
  return (
    calls.split('formatProperty').length === 2 && /formatArray\b/.test(calls)
  );
}

function stackFrames(): readonly string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = STACK_FRAMES;
  const holder: { stack?: unknown } = {};
  Error.captureStackTrace(holder, isLastValueOfTslab);
  Error.stackTraceLimit = limit;
  return typeof holder.stack === 'string'
    ? holder.stack.split('\n').slice(1)
    : [];
}
