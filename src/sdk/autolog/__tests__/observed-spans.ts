import { afterAll, beforeAll } from '@jest/globals';
import { configureTracing } from '../../api/span-processors';
import type { LiveSpan } from '../../recording/live-span';
import type { TraceObserver } from '../../recording/types';
import { shared } from '../../state';

/** What a span says when it ends. */
export type ObservedSpan = Pick<
  LiveSpan,
  | 'name'
  | 'spanId'
  | 'parentId'
  | 'spanType'
  | 'status'
  | 'inputs'
  | 'outputs'
  | 'attributes'
  | 'events'
>;

/** Watches the spans that end during the tests of a `describe`, in the order of their ends. */
export function observeTraces(): {
  /** The spans so far, once what is on its way has come. */
  readonly ended: () => Promise<ObservedSpan[]>;
  /** Metadata of the traces that have ended. */
  readonly metadata: readonly Readonly<Record<string, string>>[];
  readonly clear: () => void;
} {
  const spans: ObservedSpan[] = [];
  const metadata: Readonly<Record<string, string>>[] = [];
  const observer: TraceObserver = {
    traceStarted: () => undefined,
    traceChanged: () => undefined,
    traceEnded: trace => metadata.push(trace.snapshot().info.metadata)
  };
  let configuration: Disposable | undefined;
  beforeAll(() => {
    shared.observers.add(observer);
    configuration = configureTracing({
      spanProcessors: [
        span => {
          const { name, spanId, parentId, spanType, status } = span;
          const { inputs, outputs, attributes, events } = span;
          spans.push({
            ...{ name, spanId, parentId, spanType, status },
            ...{ inputs, outputs, attributes, events }
          });
        }
      ]
    });
  });
  afterAll(() => {
    shared.observers.delete(observer);
    configuration?.[Symbol.dispose]();
  });
  return {
    ended: async () => {
      await new Promise(resolve => setTimeout(resolve, 5));
      return [...spans];
    },
    metadata,
    clear: () => {
      spans.length = 0;
      metadata.length = 0;
    }
  };
}

/** The first span of that name. */
export function spanNamed(
  spans: readonly ObservedSpan[],
  name: string
): ObservedSpan {
  const found = spans.find(span => span.name === name);
  if (found === undefined) {
    throw new Error(`no ${name} among ${spans.map(span => span.name).join()}`);
  }
  return found;
}

type Branch = Pick<
  ObservedSpan,
  'spanId' | 'parentId' | 'name' | 'spanType'
> & {
  readonly status: { readonly statusCode: string };
};

/** The spans as a drawing: name and type, by depth and in the order of their ends; what failed has a mark. */
export function treeOf(
  spans: readonly Branch[],
  parentId: string | null = null,
  indent = ''
): string[] {
  return spans
    .filter(span => span.parentId === parentId)
    .flatMap(({ spanId, name, spanType, status }) => [
      `${indent}${name} ${spanType}${status.statusCode === 'ERROR' ? ' !' : ''}`,
      ...treeOf(spans, spanId, `${indent}  `)
    ]);
}
