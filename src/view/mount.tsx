import { render } from 'preact';
import { parseOwnBundle } from '../bundle/parse-own';
import { ParsedBundle } from '../bundle/parsed-bundle';
import type { ParseResult } from '../bundle/types';
import type { MountedView, ViewHost } from './host';
import { Output } from './output';
import { isSameData } from './detail/same-data';
import { speak } from './strings/language';

/** What is in the page. */
type Shown = {
  readonly data: unknown;
  readonly host: ViewHost;
  /** Undefined until the parser of other forms than ours has come. */
  readonly parsed: ParseResult | undefined;
};

/**
 * Draws `data` into `element`: a bundle, one of MLflow's own forms, or a `ParsedBundle`. Never throws: what cannot be read becomes an
 * error card. `element` should be empty and is left empty by `dispose`.
 */
export function mount(
  element: HTMLElement,
  data: unknown,
  host: ViewHost = {}
): MountedView {
  let shown: Shown = { data: undefined, host, parsed: undefined };
  let isDisposed = false;
  const show = (next: Shown): void => {
    shown = next;
    speak(next.host);
    if (next.parsed) {
      render(<Output parsed={next.parsed} host={next.host} />, element);
    }
  };
  const read = (next: unknown, nextHost: ViewHost): void => {
    show({ data: next, host: nextHost, parsed: parseNow(next) });
    if (!shown.parsed) {
      void parseLater(next).then(parsed => {
        if (!isDisposed && shown.data === next) {
          show({ ...shown, parsed });
        }
      });
    }
  };
  read(data, host);
  return {
    update(next, nextHost = shown.host) {
      if (isDisposed) {
        return;
      }
      const isSame =
        next instanceof ParsedBundle
          ? next === shown.data
          : isSameData(shown.data, next);
      if (!isSame) {
        read(next, nextHost);
      } else if (nextHost !== shown.host) {
        show({ ...shown, host: nextHost });
      }
    },
    dispose() {
      isDisposed = true;
      render(null, element);
    }
  };
}

/** Undefined for data that is no bundle of ours. */
function parseNow(data: unknown): ParseResult | undefined {
  return data instanceof ParsedBundle
    ? data.result
    : guarded(() => parseOwnBundle(data));
}

/** An output holds our form, so that the parser of all others is fetched only when it is needed. */
async function parseLater(data: unknown): Promise<ParseResult> {
  try {
    const { parseBundle } = await import('../bundle/parse-bundle');
    return parseBundle(data);
  } catch (error) {
    return unreadable(error);
  }
}

function guarded(
  parse: () => ParseResult | undefined
): ParseResult | undefined {
  try {
    return parse();
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(error: unknown): ParseResult {
  const message = error instanceof Error ? error.message : String(error);
  return {
    ok: false,
    errors: [
      { path: '$', code: 'value', finding: 'unreadable', values: [message] }
    ]
  };
}
