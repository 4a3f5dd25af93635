import { afterEach, expect, it, jest, beforeAll } from '@jest/globals';
import { act, fireEvent } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { bundleFrom, mountData, unmountAll, loadDetails } from './mounted';

beforeAll(loadDetails);
afterEach(unmountAll);

/** Counts what the view holds on to, by watching the globals that it could hold on to. */
function watchGlobals(): { held: () => string[]; restore: () => void } {
  const held = new Set<unknown>();
  class Observer {
    constructor() {
      held.add(this);
    }
    observe(): void {
      held.add(this);
    }
    disconnect(): void {
      held.delete(this);
    }
  }
  const original = globalThis.ResizeObserver;
  globalThis.ResizeObserver = Observer as unknown as typeof ResizeObserver;
  const spies = [document, window, document.body].flatMap(target => [
    jest.spyOn(target, 'addEventListener').mockImplementation(type => {
      held.add(`${target.constructor.name} ${type}`);
    }),
    jest.spyOn(target, 'removeEventListener').mockImplementation(type => {
      held.delete(`${target.constructor.name} ${type}`);
    })
  ]);
  return {
    held: () => [...held].map(String),
    restore: () => {
      globalThis.ResizeObserver = original;
      spies.forEach(spy => spy.mockRestore());
    }
  };
}

it('leaves no element, listener, observer or timer behind', async () => {
  document.body.matches('div:hover'); // jsdom hangs listeners of its own on the document for this
  const globals = watchGlobals();
  jest.useFakeTimers();
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: () => Promise.resolve() }
  });
  const lines = Array.from(
    { length: 60 },
    (_, at) => `..s${at} ${at}-${at + 1}`
  );
  const { element, view, row, find } = mountData(
    bundleFrom([traceFromText(['root 0-60', ...lines].join('\n'))])
  );
  expect(globals.held()).not.toEqual([]);
  fireEvent.click(row('s1'));
  await act(async () => {
    fireEvent.click(find('.sb-detail [aria-label^="Copy"]'));
  });
  expect(jest.getTimerCount()).toBeGreaterThan(0);

  void act(() => view.dispose());

  expect(element.childNodes).toHaveLength(0);
  expect(globals.held()).toEqual([]);
  jest.advanceTimersByTime(200); // Preact's own, for effects after the next frame
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
  globals.restore();
});

it('ignores updates and a second dispose', () => {
  const { element, view, update } = mountData('garbage');
  void act(() => view.dispose());
  update(bundleFrom([traceFromText('root 0-1')]));
  void act(() => view.dispose());
  expect(element.childNodes).toHaveLength(0);
});

it('ends a drag of the handle with the pointer', () => {
  const lines = Array.from(
    { length: 60 },
    (_, at) => `..s${at} ${at}-${at + 1}`
  );
  const { find, grid } = mountData(
    bundleFrom([traceFromText(['root 0-60', ...lines].join('\n'))])
  );
  const handle = find('[role=separator]');
  handle.setPointerCapture = () => undefined; // jsdom has none
  const pointer = (type: string, clientY: number): void =>
    void fireEvent(
      handle,
      new MouseEvent(type, { clientY, bubbles: true, cancelable: true })
    );
  pointer('pointerdown', 100);
  pointer('pointermove', 144);
  expect(grid().style.height).toBe(`${320 + 44 + 22}px`);
  pointer('lostpointercapture', 144);
  pointer('pointermove', 300);
  expect(grid().style.height).toBe(`${320 + 44 + 22}px`);
});
