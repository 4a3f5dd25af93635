import './jsdom-gaps';
import { describe, expect, it, jest } from '@jest/globals';
import { CommandRegistry } from '@lumino/commands';
import { fireEvent, waitFor } from '@testing-library/preact';
import { BUNDLE_MIME_TYPE } from '../../bundle/mime-type';
import { toggleDisplay } from '../change-display';
import { DisplayChoice } from '../display-choice';
import type { TraceRenderer } from '../trace-renderer';
import { Settings } from './fakes';
import { find, modelOf, rendererOf } from './renderers';

describe('a renderer', () => {
  it('draws the view, and updates it in place', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10'));
    const summary = find(renderer, '.sb-summary');
    expect(summary?.textContent).toContain('root');
    await renderer.renderModel(modelOf('root 0-20 / ..child 0-20'));
    await waitFor(() => expect(summary?.textContent).toContain('2 spans'));
    expect(find(renderer, '.sb-summary')).toBe(summary);
  });

  it('mounts once when it is asked twice before the view is there', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await Promise.all([
      renderer.renderModel(modelOf('first 0-10')),
      renderer.renderModel(modelOf('second 0-10'))
    ]);
    expect(renderer.node.querySelectorAll('.sb-output')).toHaveLength(1);
    await waitFor(() =>
      expect(find(renderer, '.sb-trace-name')?.textContent).toBe('second')
    );
  });

  it('stays empty when it is disposed before the view is there', async () => {
    const renderer = rendererOf(new DisplayChoice());
    const drawn = renderer.renderModel(modelOf('root 0-10'));
    renderer.dispose();
    await drawn;
    expect(renderer.node.childNodes).toHaveLength(0);
  });

  it('tells how to upgrade when the bundle is newer', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel({
      ...modelOf('root 0-1'),
      data: { [BUNDLE_MIME_TYPE]: { version: 99, traces: [] } }
    });
    await waitFor(() =>
      expect(find(renderer, '.sb-advice')?.textContent).toContain(
        'pip install --upgrade spanbook'
      )
    );
  });
});

describe('the display setting', () => {
  it('lets the bundle have its way while untouched, and wins once set', async () => {
    const settings = new Settings();
    const choice = new DisplayChoice();
    choice.follow(settings.asSettings);
    const renderer = rendererOf(choice);
    await renderer.renderModel(modelOf('root 0-10', 'collapsed'));
    expect(find(renderer, '[role=treegrid]')).toBeNull();
    await settings.set('display', 'expanded');
    await waitFor(() =>
      expect(find(renderer, '[role=treegrid]')).not.toBeNull()
    );
  });

  it('acts at once on every live output', async () => {
    const choice = new DisplayChoice();
    const renderers = [rendererOf(choice), rendererOf(choice)];
    for (const renderer of renderers) {
      await renderer.renderModel(modelOf('root 0-10'));
    }
    await toggleDisplay(choice);
    renderers.forEach(renderer => {
      expect(renderer.node.textContent).toBe('MLflow trace hidden – show');
    });
    await toggleDisplay(choice);
    await waitFor(() =>
      renderers.forEach(renderer =>
        expect(find(renderer, '[role=treegrid]')).not.toBeNull()
      )
    );
  });

  it('off leaves a button that brings one output back', async () => {
    const choice = new DisplayChoice();
    const [one, other] = [rendererOf(choice), rendererOf(choice)];
    await toggleDisplay(choice);
    await one.renderModel(modelOf('root 0-10'));
    await other.renderModel(modelOf('root 0-10'));
    fireEvent.click(find(one, '.sb-stub')!);
    await waitFor(() => expect(find(one, '.sb-summary')).not.toBeNull());
    expect(find(other, '.sb-stub')).not.toBeNull();
  });

  it('does not reach a disposed output', async () => {
    const choice = new DisplayChoice();
    const renderer = rendererOf(choice);
    await renderer.renderModel(modelOf('root 0-10'));
    renderer.dispose();
    await toggleDisplay(choice);
    expect(renderer.node.childNodes).toHaveLength(0);
  });
});

describe('what the reader opened', () => {
  it('outlives the widget, by trace id, in the session and not in the notebook', async () => {
    const choice = new DisplayChoice();
    const first = rendererOf(choice);
    const model = modelOf('root 0-10 / ..child 1-2');
    await first.renderModel(model);
    fireEvent.click(find(first, '.sb-twisty')!);
    await waitFor(() =>
      expect(first.node.querySelectorAll('.sb-row')).toHaveLength(1)
    );
    first.dispose();
    const second = rendererOf(choice);
    await second.renderModel(model);
    expect(second.node.querySelectorAll('.sb-row')).toHaveLength(1);
    expect(model.metadata).toEqual({});
  });

  it('is forgotten where the session cannot keep it', async () => {
    const full = jest
      .spyOn(Storage.prototype, 'setItem')
      .mockImplementation(() => {
        throw new DOMException('full', 'QuotaExceededError');
      });
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10 / ..child 1-2'));
    fireEvent.click(find(renderer, '.sb-twisty')!);
    await waitFor(() =>
      expect(renderer.node.querySelectorAll('.sb-row')).toHaveLength(1)
    );
    expect(full).toHaveBeenCalled();
    full.mockRestore();
  });
});

describe('keys', () => {
  /** Whether JupyterLab acts on the key when it is bound as the notebook's own keys are. */
  function reachesHost(
    renderer: TraceRenderer,
    keys: string,
    init: KeyboardEventInit,
    at = '.sb-row'
  ): boolean {
    let reached = false;
    const commands = new CommandRegistry();
    commands.addCommand('host', { execute: () => void (reached = true) });
    commands.addKeyBinding({
      command: 'host',
      keys: [keys],
      selector: ':focus'
    });
    const host = (event: KeyboardEvent): void =>
      commands.processKeydownEvent(event);
    document.addEventListener('keydown', host, true);
    const target = find(renderer, at)!;
    target.focus();
    fireEvent.keyDown(target, init);
    document.removeEventListener('keydown', host, true);
    return reached;
  }

  it('without a modifier stay with the view, chords and Shift+Enter go to JupyterLab', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10'));
    const d = { key: 'd', code: 'KeyD', keyCode: 68 };
    const enter = { key: 'Enter', code: 'Enter', keyCode: 13 };
    expect(reachesHost(renderer, 'D', d)).toBe(false);
    expect(reachesHost(renderer, 'Ctrl D', { ...d, ctrlKey: true })).toBe(true);
    expect(reachesHost(renderer, 'D', d)).toBe(false);
    expect(
      reachesHost(renderer, 'Shift Enter', { ...enter, shiftKey: true })
    ).toBe(true);
    expect(reachesHost(renderer, 'Enter', enter)).toBe(false);
  });

  it('that edit a text stay with its field', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10'));
    fireEvent.click(find(renderer, '.sb-tool[aria-keyshortcuts="/"]')!);
    await waitFor(() => expect(find(renderer, '.sb-field')).not.toBeNull());
    const isTheHosts = (keys: string, init: KeyboardEventInit): boolean =>
      reachesHost(renderer, keys, init, '.sb-field');
    const a = { key: 'a', code: 'KeyA', keyCode: 65 };
    const enter = { key: 'Enter', code: 'Enter', keyCode: 13 };
    expect(isTheHosts('A', a)).toBe(false);
    expect(isTheHosts('Ctrl A', { ...a, ctrlKey: true })).toBe(false);
    expect(isTheHosts('Shift Enter', { ...enter, shiftKey: true })).toBe(false);
    const s = { key: 's', code: 'KeyS', keyCode: 83, ctrlKey: true };
    expect(isTheHosts('Ctrl S', s)).toBe(true);
  });
});
