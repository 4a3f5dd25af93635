import { render } from 'preact';
import { parseBundle } from '../bundle/parse-bundle';
import { ParsedBundle } from '../bundle/parsed-bundle';
import type { ParseResult } from '../bundle/types';
import type { MountedView, ViewHost } from './host';
import { Output } from './output';
import { isSameData } from './same-data';

/**
 * Draws `data` into `element`: a bundle, one of MLflow's own forms, or a `ParsedBundle`. Never throws: what cannot be read becomes an
 * error card. `element` should be empty and is left empty by `dispose`.
 */
export function mount(
  element: HTMLElement,
  data: unknown,
  host: ViewHost = {}
): MountedView {
  let shown = { data, host, parsed: parse(data) };
  let isDisposed = false;
  const draw = (): void => {
    render(<Output parsed={shown.parsed} host={shown.host} />, element);
  };
  draw();
  return {
    update(next, nextHost = shown.host) {
      if (isDisposed) {
        return;
      }
      const isSame =
        next instanceof ParsedBundle
          ? next === shown.data
          : isSameData(shown.data, next);
      if (isSame && nextHost === shown.host) {
        return;
      }
      const parsed = isSame ? shown.parsed : parse(next);
      shown = { data: next, host: nextHost, parsed };
      draw();
    },
    dispose() {
      isDisposed = true;
      render(null, element);
    }
  };
}

function parse(data: unknown): ParseResult {
  if (data instanceof ParsedBundle) {
    return data.result;
  }
  try {
    return parseBundle(data);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, errors: [{ path: '$', code: 'value', message }] };
  }
}
