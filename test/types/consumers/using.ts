import { startSpan } from 'spanbook';

/* `using` ends the span; TypeScript 5.0 does not know it. */

export function fetchPage(url: string): number {
  using span = startSpan({ name: 'fetch', inputs: { url } });
  span.setOutputs(200);
  return 200;
}
