import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  jest
} from '@jest/globals';
import { configure, findByRole, waitFor } from '@testing-library/dom';
import type { OutputItem } from 'vscode-notebook-renderer';
import { bundleOf, parseBundle, serializeBundle } from '../../bundle';
import { traceFromText } from '../../../test/trace-from-text';
import { activate } from '../renderer';
import { requestIn } from '../request-in';

// Parts of the view are compiled when they are first asked for.
configure({ asyncUtilTimeout: 20_000 });
jest.setTimeout(60_000);

const BUNDLE = serializeBundle(
  bundleOf([traceFromText('root AGENT 0-100\n..ask CHAT_MODEL 5-35')])
);

type Item = Pick<OutputItem, 'id' | 'json' | 'text'>;

const itemOf = (id: string, data: unknown): Item => ({
  id,
  json: () => data,
  text: () => JSON.stringify(data)
});

/** What VS Code gives to a renderer, and what it may do with it. */
function fakeNotebook() {
  const sent: unknown[] = [];
  let listener: (message: unknown) => void = () => undefined;
  let state: unknown;
  const context = {
    workspace: { isTrusted: false },
    settings: {
      lineLimit: 30,
      outputScrolling: false,
      outputWordWrap: false,
      linkifyFilePaths: true,
      minimalError: false
    },
    getState: () => state,
    setState: (value: unknown) => {
      state = value;
    },
    getRenderer: async () => undefined,
    onDidChangeSettings: () => ({ dispose: () => undefined }),
    postMessage: (message: unknown) => sent.push(message),
    onDidReceiveMessage: (callback: (message: unknown) => void) => {
      listener = callback;
      return { dispose: () => undefined };
    }
  };
  const renderer = activate(context);
  const draw = async (element: HTMLElement, item: Item): Promise<void> => {
    const { signal } = new AbortController();
    await (
      await renderer
    )?.renderOutputItem(item as OutputItem, element, signal);
  };
  return {
    sent,
    draw,
    dispose: async (id?: string) => (await renderer)?.disposeOutputItem?.(id),
    say: (message: unknown) => listener(message),
    state: () => state
  };
}

let element: HTMLElement;

beforeEach(() => {
  element = document.createElement('div');
  document.body.append(element);
});

afterEach(() => {
  element.remove();
  jest.restoreAllMocks();
});

const SETTINGS = { type: 'settings', trackingUri: undefined };

describe('the renderer for VS Code', () => {
  it('draws a bundle and asks for the settings', async () => {
    const { draw, sent } = fakeNotebook();
    await draw(element, itemOf('a', BUNDLE));
    expect(element.querySelectorAll('[role=row][data-span-id]')).toHaveLength(
      2
    );
    expect(sent).toEqual([{ type: 'ready' }]);
  });

  it('says what is wrong with data that is no bundle', async () => {
    const { draw } = fakeNotebook();
    await draw(element, itemOf('a', { version: 99, traces: [] }));
    await waitFor(() =>
      expect(element.querySelector('.sb-error')?.textContent).toContain('99')
    );
  });

  it('hides all outputs when the settings say so, and brings back the one that is asked for', async () => {
    const { draw, say } = fakeNotebook();
    const second = document.createElement('div');
    element.after(second);
    await draw(element, itemOf('a', BUNDLE));
    await draw(second, itemOf('b', BUNDLE));
    say({ ...SETTINGS, display: 'off' });
    expect(document.querySelectorAll('.sb-stub')).toHaveLength(2);
    element.querySelector<HTMLElement>('.sb-stub')?.click();
    expect(element.querySelector('[role=treegrid]')).not.toBeNull();
    expect(second.querySelector('[role=treegrid]')).toBeNull();
    say({ ...SETTINGS, display: 'collapsed' });
    expect(second.querySelector('[aria-expanded=false]')).not.toBeNull();
    second.remove();
  });

  it('draws a changed item in place, and elsewhere when VS Code gives another element', async () => {
    const { draw } = fakeNotebook();
    await draw(element, itemOf('a', BUNDLE));
    const view = element.firstElementChild;
    await draw(element, itemOf('a', { ...BUNDLE }));
    expect(element.firstElementChild).toBe(view);
    const other = document.createElement('div');
    await draw(other, itemOf('a', BUNDLE));
    expect(element.childElementCount).toBe(0);
    expect(other.querySelector('.sb-output')).not.toBeNull();
  });

  it('leaves nothing behind, for one item or for all', async () => {
    const { draw, dispose } = fakeNotebook();
    await draw(element, itemOf('a', BUNDLE));
    await dispose('a');
    expect(element.childElementCount).toBe(0);
    await draw(element, itemOf('b', BUNDLE));
    await dispose();
    expect(element.childElementCount).toBe(0);
  });

  it('keeps what the reader opened in the state of VS Code', async () => {
    const { draw, state } = fakeNotebook();
    await draw(element, itemOf('a', BUNDLE));
    element.querySelector<HTMLElement>('.sb-summary')?.click();
    await waitFor(() => {
      expect(JSON.stringify(state() ?? '')).toContain('false');
    });
  });

  it.each([
    ['ArrowDown', {}, false],
    ['j', {}, false],
    ['Escape', {}, true],
    ['s', { ctrlKey: true }, true]
  ])(
    '%s with %j: does VS Code get it? %s',
    async (key, modifiers, isPassed) => {
      const { draw } = fakeNotebook();
      await draw(element, itemOf('a', BUNDLE));
      const passed = jest.fn();
      document.body.addEventListener('keydown', passed, { once: true });
      element
        .querySelector('[role=row]')
        ?.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, ...modifiers })
        );
      expect(passed).toHaveBeenCalledTimes(isPassed ? 1 : 0);
      document.body.removeEventListener('keydown', passed);
    }
  );

  it('asks the extension for what was cut, by a message that names what the output names', async () => {
    const whole = traceFromText('root 0-100', {
      rows: {
        root: {
          inputs: JSON.stringify({ text: 'x'.repeat(20_000), end: 'the end' })
        }
      }
    });
    const waiting = {
      count: 1,
      server: 'http://elsewhere',
      at: '2026-01-01T00:00:00Z'
    };
    const cut = serializeBundle(bundleOf([whole], { maxBytes: 3000, waiting }));
    const { draw, sent, say, dispose } = fakeNotebook();
    await draw(element, itemOf('a', cut));
    element.querySelector<HTMLElement>('[role=row][data-span-id]')?.click();
    (await findByRole(element, 'button', { name: /^Show all/ })).click();
    const ask = await waitFor(() => {
      expect(sent).toHaveLength(2);
      return requestIn(sent[1]);
    });
    expect(ask).toMatchObject({
      call: { method: 'getTrace', traceId: whole.info.traceId },
      named: 'http://elsewhere'
    });
    const id = ask?.type === 'ask' ? ask.id : '';
    const text = JSON.stringify(serializeBundle({ traces: [whole] }));
    say({ type: 'answer', id, text });
    await waitFor(() => {
      expect(element.querySelector('.sb-detail')?.textContent).toContain(
        'the end'
      );
    });
    await dispose('a');
  });

  it('links to the pages of the tracking server, never with a credential', async () => {
    const { draw, say } = fakeNotebook();
    const parsed = parseBundle(BUNDLE);
    expect(parsed.ok).toBe(true);
    await draw(element, itemOf('a', BUNDLE));
    say({
      type: 'settings',
      trackingUri: 'https://user:secret@mlflow.example.com/ui'
    });
    expect(document.body.innerHTML).not.toContain('secret');
  });
});
