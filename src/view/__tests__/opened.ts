import { act, fireEvent } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { bundleFrom, mountData, type Mounted } from './mounted';

/** Drawn by most specs: two errors, one span off the critical path. */
export const AGENT = `
  agent AGENT 0-100
  ..plan CHAIN 0-40 !error
  ....ask CHAT_MODEL 5-35
  ......wire UNKNOWN 10-20
  ..search RETRIEVER 20-39 !error
  ..answer CHAT_MODEL 50-100`;

const EVENTS = JSON.stringify([
  { name: 'first token', time: 10_000, attributes: {} },
  {
    name: 'exception',
    time: 30_000,
    attributes: { 'exception.type': 'ValueError' }
  }
]);

/** Lets what was fetched after the first picture come and be drawn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    await act(async () => {
      await new Promise(resolve => setTimeout(resolve, 5));
    });
  }
}

export async function opened(data = agentData()): Promise<Mounted> {
  const mounted = mountData(data);
  await settle();
  await settle();
  mounted.find('.sb-row[tabindex="0"]').focus();
  return mounted;
}

export function agentData(): unknown {
  return bundleFrom([
    traceFromText(AGENT, { rows: { plan: { events: EVENTS } } })
  ]);
}

/** The root and `count` children, one after the other, of a millisecond each. */
export function wideData(count: number): unknown {
  const lines = Array.from(
    { length: count },
    (_, at) => `..s${at} ${at}-${at + 1}`
  );
  return bundleFrom([traceFromText([`root 0-${count}`, ...lines].join('\n'))]);
}

export async function press(...keys: string[]): Promise<void> {
  for (const name of keys) {
    const key = name.replace('Shift+', '');
    fireEvent.keyDown(document.activeElement!, {
      key,
      shiftKey: name.startsWith('Shift+')
    });
    await settle();
  }
}

export function barOf({ row }: Mounted, name: string): string | undefined {
  const bar = row(name).querySelector<HTMLElement>('.sb-bar');
  return bar ? `${bar.style.left} ${bar.style.width}` : undefined;
}

export function ticksOf({ element }: Mounted): string[] {
  return [...element.querySelectorAll('.sb-tick')].map(
    tick => tick.textContent
  );
}

export function focusedName(): string {
  return document.activeElement?.querySelector('.sb-label')?.textContent ?? '';
}

export function spoken({ find }: Mounted): string {
  return find('.sb-spoken').textContent;
}

/** jsdom lays nothing out: the axis stands where a browser would put it, 1000 pixels wide from x = 0. */
export function placeAxis({ find }: Mounted): HTMLElement {
  const axis = find('.sb-ticks');
  axis.getBoundingClientRect = () => new DOMRect(0, 0, 1000, 22);
  Object.defineProperty(axis, 'clientWidth', { value: 1000 });
  axis.setPointerCapture = () => undefined;
  return axis;
}

/** A pointer event as far as jsdom has it. */
export function pointer(type: string, clientX: number): Event {
  return new MouseEvent(type, { bubbles: true, clientX, button: 0 });
}
