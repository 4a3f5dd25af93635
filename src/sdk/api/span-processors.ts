import type { Disposing } from '../recording/disposing';
import type { SpanProcessor } from '../recording/span-processors';
import { shared } from '../state';

/** What `tracing.configure` sets; what is absent stays as it is. */
export type TracingOptions = {
  /** Called with each span before it ends, in this order; `[]` for none. */
  readonly spanProcessors?: readonly SpanProcessor[] | undefined;
};

/** Brings the former configuration back: at the end of `using`, where the kernel has it, or by a call. */
export type TracingConfiguration = Disposing & { restore(): void };

/** Implements `tracing.configure`; see there. */
export function configureTracing({
  spanProcessors
}: TracingOptions): TracingConfiguration {
  const former = shared.spanProcessors;
  if (spanProcessors !== undefined) {
    spanProcessors.forEach(checkProcessor);
    shared.spanProcessors = [...spanProcessors];
  }
  const restore = (): void => {
    shared.spanProcessors = former;
  };
  return { restore, [Symbol.dispose]: restore };
}

function checkProcessor(processor: unknown, index: number): void {
  if (typeof processor !== 'function' || processor.length > 1) {
    const found =
      typeof processor === 'function'
        ? `a function of ${processor.length} parameters`
        : typeof processor;
    throw new TypeError(
      `tracing.configure: spanProcessors[${index}] is ${found}, expected a function of one span`
    );
  }
}
