import './jsdom-gaps';
import { act, fireEvent, waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { serializeBundle } from '../../bundle/serialize-bundle';
import type { TraceBundle, TraceRecord } from '../../bundle/types';
import type { MountedView, ViewHost } from '../host';
import { mount } from '../mount';

const live: (() => void)[] = [];

/** A mounted view with what specs ask of it; call `unmountAll` after each spec. */
export type Mounted = {
  readonly element: HTMLElement;
  readonly view: MountedView;
  readonly update: (data: unknown, host?: ViewHost) => void;
  readonly grid: () => HTMLElement;
  /** The row of the span with that name; fails when it is not in the page. */
  readonly row: (name: string) => HTMLElement;
  /** Names of the rows in the page, top to bottom. */
  readonly names: () => string[];
  readonly find: (selector: string) => HTMLElement;
  readonly query: (selector: string) => HTMLElement | null;
};

/** Data for `mount`, as it stands in an output. */
export function bundleFrom(
  traces: readonly TraceRecord[],
  rest: Omit<TraceBundle, 'traces'> = {}
): unknown {
  return serializeBundle({ traces, ...rest });
}

/** Mounts the drawn trace, open. */
export function mountDrawing(drawing: string, host?: ViewHost): Mounted {
  return mountData(bundleFrom([traceFromText(drawing)]), host);
}

export function mountData(data: unknown, host: ViewHost = {}): Mounted {
  const element = document.createElement('div');
  document.body.append(element);
  let view: MountedView | undefined;
  void act(() => {
    view = mount(element, data, host);
  });
  const mounted = view!;
  live.push(() => {
    mounted.dispose();
    element.remove();
  });
  const rows = (): HTMLElement[] => [
    ...element.querySelectorAll<HTMLElement>('.sb-row')
  ];
  const nameOf = (row: HTMLElement): string =>
    row.querySelector('.sb-label')?.textContent ?? '';
  const found = (what: string, node: HTMLElement | null): HTMLElement => {
    if (!node) {
      throw new Error(`no ${what} in: ${element.innerHTML}`);
    }
    return node;
  };
  const query = (selector: string): HTMLElement | null =>
    element.querySelector<HTMLElement>(selector);
  const find = (selector: string): HTMLElement =>
    found(selector, query(selector));
  return {
    element,
    view: mounted,
    update: (next, nextHost) => {
      void act(() => {
        mounted.update(next, nextHost);
      });
    },
    grid: () => find('[role=treegrid]'),
    row: name =>
      found(`row "${name}"`, rows().find(row => nameOf(row) === name) ?? null),
    names: () => rows().map(nameOf),
    find,
    query
  };
}

/** Fetches the code of the details, so that they are drawn at once in the specs that follow. */
export async function loadDetails(): Promise<void> {
  const { row, find } = mountDrawing('span 0-1');
  fireEvent.click(row('span'));
  await waitFor(() => find('.sb-tabs'), { timeout: 20_000 });
  unmountAll();
}

/** Shows the part of the details with that title. */
export function showPart({ element }: Mounted, title: string): void {
  const tab = [...element.querySelectorAll('[role=tab]')].find(
    ({ textContent }) => textContent.replace(/ [\d,]+$/, '') === title
  );
  if (!tab) {
    throw new Error(`no part "${title}" in the details`);
  }
  fireEvent.click(tab);
}

export function unmountAll(): void {
  live.splice(0).forEach(unmount => {
    void act(unmount);
  });
}
