import process from 'node:process';
import { inspect } from 'node:util';
import { bundleOf, mimeBundleOf } from '../../bundle';
import { plural } from '../../bundle/plain-text';
import { messageOf } from '../diag';
import { readDisplaySettings } from './display-settings';
import { isLastValueOfTslab } from './last-value';
import { displayWanted, type ShownTrace } from './trace-display';

/** Node's and Deno's `console.log` ask it for text; so does tslab, to print the last value of a cell. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Deno's kernel asks it for the data of an output, by MIME type. */
const DENO_DISPLAY = Symbol.for('Jupyter.display');

/** Teaches every trace to show itself where a kernel displays it, and to be one short line where it is printed. */
export function makeDisplayable(prototype: ShownTrace): void {
  defineHooks(prototype, {
    traces: self => [self],
    text: self => self.toString()
  });
}

/** The list that a search gave, displayed as a whole: tslab looks at the first hundred elements of another list only. */
export function displayable<T extends readonly ShownTrace[]>(list: T): T {
  // An empty list is a value as any other: there is nothing to show.
  if (list.length > 0) {
    defineHooks(list, {
      traces: self => self,
      text: (self, isShown, again) =>
        isShown ? plural(self.length, 'trace') : again()
    });
  }
  return list;
}

type Hooks<T> = {
  traces(self: T): readonly ShownTrace[];
  text(self: T, isShown: boolean, inspectAgain: () => string): string;
};

/** Not enumerable: whoever copies or compares the object does not meet the hooks. They never throw. */
function defineHooks<T extends object>(owner: T, hooks: Hooks<T>): void {
  const define = (key: symbol, value: unknown): void => {
    Object.defineProperty(owner, key, { value, configurable: true });
  };
  define(INSPECT, function (this: T, depth: unknown, options: unknown): string {
    const isShown =
      isLastValueOfTslab(depth, options) && displayWanted(hooks.traces(this));
    return hooks.text(this, isShown, () => inspectPlain(this, depth, options));
  });
  define(DENO_DISPLAY, function (this: T): object {
    return dataOf(hooks.traces(this));
  });
}

/** The data by MIME type, as a kernel sends it; text alone when there is no more to be had. */
function dataOf(traces: readonly ShownTrace[]): object {
  try {
    const { bundle } = readDisplaySettings(process.env);
    const records = traces.map(trace => trace.toRecord());
    return mimeBundleOf(bundleOf(records, bundle));
  } catch (error) {
    return { 'text/plain': `traces could not be shown: ${messageOf(error)}` };
  }
}

/** As if the list had no hook of its own; its elements keep theirs. */
function inspectPlain(list: object, depth: unknown, options: unknown): string {
  const copy: unknown = Object.assign([], list);
  return inspect(copy, {
    ...(typeof options === 'object' ? options : {}),
    depth: typeof depth === 'number' ? depth : null
  });
}
