import { isObject } from '../../bundle/read-json';
import type { SpanExporter } from './otlp-exporters';

/** What a collector did not take of a request that it accepted. */
export type PartialSuccess = {
  readonly rejectedSpans: number;
  /** The collector's own words, perhaps empty. */
  readonly message: string;
};

/**
 * Listens to what a collector says besides "success". OpenTelemetry's exporter writes it to its log and tells its caller
 * nothing, so this takes the place of its response handler; where a version of it has none, nothing is heard.
 * The listener is called just before the caller of `export` hears of the success.
 */
export function onPartialSuccess(
  exporter: SpanExporter,
  listener: (partial: PartialSuccess) => void
): void {
  const delegate: unknown = Reflect.get(exporter, '_delegate');
  if (!isObject(delegate) || !isObject(delegate['_responseHandler'])) {
    return;
  }
  Reflect.set(delegate, '_responseHandler', {
    handleResponse: (response: unknown) => {
      const partial = isObject(response)
        ? response['partialSuccess']
        : undefined;
      if (isObject(partial)) {
        const { rejectedSpans, errorMessage } = partial;
        listener({
          // 64 bits: in JSON a text.
          rejectedSpans: Number(rejectedSpans ?? 0) || 0,
          message: typeof errorMessage === 'string' ? errorMessage : ''
        });
      }
    }
  });
}
