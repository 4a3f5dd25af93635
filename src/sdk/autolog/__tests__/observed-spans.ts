import { afterAll, beforeAll } from '@jest/globals';
import { configureTracing } from '../../api/span-processors';
import type { LiveSpan } from '../../recording/live-span';

/** What a span says when it ends. */
export type ObservedSpan = Pick<
  LiveSpan,
  | 'name'
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
  readonly clear: () => void;
} {
  const spans: ObservedSpan[] = [];
  let configuration: Disposable | undefined;
  beforeAll(() => {
    configuration = configureTracing({
      spanProcessors: [
        ({ name, spanType, status, inputs, outputs, attributes, events }) => {
          spans.push({
            ...{ name, spanType, status, inputs, outputs, attributes, events }
          });
        }
      ]
    });
  });
  afterAll(() => {
    configuration?.[Symbol.dispose]();
  });
  return {
    ended: async () => {
      await new Promise(resolve => setTimeout(resolve, 5));
      return [...spans];
    },
    clear: () => {
      spans.length = 0;
    }
  };
}
