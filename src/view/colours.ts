import type { SpanKind } from './timeline/span-kind';

/** Colours of `style/tokens.css` as a canvas understands them. */
export type Colours = {
  readonly kind: Readonly<Record<SpanKind, string>>;
  readonly onKind: string;
  readonly text: string;
  readonly background: string;
  readonly error: string;
  readonly focus: string;
  readonly font: string;
  /** The reader's own few colours: shapes are outlines. */
  readonly isForced: boolean;
};

const FORCED_COLORS = '(forced-colors: active)';

/** Resolves the tokens where an element stands: a canvas knows no variables. */
export function coloursOf(element: HTMLElement): Colours {
  const probe = document.createElement('i');
  (element.parentElement ?? element).append(probe);
  const isForced = matches(FORCED_COLORS);
  const resolved = (colour: string): string => {
    probe.style.color = colour;
    return getComputedStyle(probe).color;
  };
  const token = (name: string, forced: string): string =>
    resolved(isForced ? forced : `var(--sb-${name})`);
  const kind = (name: SpanKind): string => token(`kind-${name}`, 'CanvasText');
  const colours = {
    kind: {
      agent: kind('agent'),
      model: kind('model'),
      tool: kind('tool'),
      retrieval: kind('retrieval'),
      chain: kind('chain'),
      other: kind('other')
    },
    onKind: token('on-kind', 'CanvasText'),
    text: token('fg', 'CanvasText'),
    background: token('bg', 'Canvas'),
    error: token('error', 'Highlight'),
    focus: token('focus', 'Highlight'),
    font: getComputedStyle(probe).fontFamily,
    isForced
  };
  probe.remove();
  return colours;
}

/** Tells when the host or the system changes its colours; returns the function that ends it. */
export function observeTheme(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  // JupyterLab and VS Code name their theme on the body.
  observer.observe(document.body, {
    attributeFilter: ['data-jp-theme-name', 'data-jp-theme-light', 'class']
  });
  const ending = new AbortController();
  for (const query of [FORCED_COLORS, '(prefers-color-scheme: dark)']) {
    mediaOf(query)?.addEventListener('change', onChange, {
      signal: ending.signal
    });
  }
  return () => {
    observer.disconnect();
    ending.abort();
  };
}

function matches(query: string): boolean {
  return mediaOf(query)?.matches ?? false;
}

function mediaOf(query: string): MediaQueryList | undefined {
  return typeof matchMedia === 'function' ? matchMedia(query) : undefined;
}
