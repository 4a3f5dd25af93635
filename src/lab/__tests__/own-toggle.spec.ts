import { describe, expect, it } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import { violations } from '../../view/__tests__/axe-violations';
import { chooseDisplay } from '../change-display';
import { DisplayChoice } from '../display-choice';
import type { TraceRenderer } from '../trace-renderer';
import { find, modelOf, rendererOf } from './renderers';

async function hide(renderer: TraceRenderer): Promise<void> {
  fireEvent.click(find(renderer, '.sb-output-hide')!);
  await waitFor(() => expect(find(renderer, '.sb-stub')).not.toBeNull());
}

async function show(renderer: TraceRenderer): Promise<void> {
  fireEvent.click(find(renderer, '.sb-stub')!);
  await waitFor(() => expect(find(renderer, '.sb-stub')).toBeNull());
}

describe('the toggle of one output', () => {
  it('hides this output alone, and its stub brings it back', async () => {
    const choice = new DisplayChoice();
    const [one, other] = [rendererOf(choice), rendererOf(choice)];
    await one.renderModel(modelOf('root 0-10'));
    await other.renderModel(modelOf('root 0-10'));
    await hide(one);
    expect(find(other, '.sb-summary')).not.toBeNull();
    await show(one);
    expect(find(one, '.sb-summary')).not.toBeNull();
  });

  it('leaves the focus where the reader is', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10'));
    await hide(renderer);
    expect(document.activeElement).toBe(find(renderer, '.sb-stub'));
    await show(renderer);
    expect(document.activeElement).toBe(find(renderer, '.sb-summary'));
  });

  it('is accessible while it is hidden', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10'));
    await hide(renderer);
    expect(await violations(renderer.node)).toEqual([]);
  });

  it('says how many traces are hidden', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf(['a 0-1', 'b 0-1', 'c 0-1']));
    await hide(renderer);
    expect(renderer.node.textContent).toBe('3 MLflow traces hidden – show');
  });

  it('stays hidden while its trace grows, and in the next widget of the session', async () => {
    const choice = new DisplayChoice();
    const renderer = rendererOf(choice);
    await renderer.renderModel(modelOf('root 0-'));
    await hide(renderer);
    await renderer.renderModel(modelOf('root 0-10'));
    expect(find(renderer, '.sb-stub')).not.toBeNull();
    const later = rendererOf(choice);
    await later.renderModel(modelOf('root 0-10'));
    expect(find(later, '.sb-stub')).not.toBeNull();
  });

  it('shows one output while all others are off', async () => {
    const choice = new DisplayChoice();
    await chooseDisplay(choice, 'off');
    const renderer = rendererOf(choice);
    await renderer.renderModel(modelOf('root 0-10'));
    await show(renderer);
    const later = rendererOf(choice);
    await later.renderModel(modelOf('root 0-10'));
    expect(find(later, '.sb-stub')).toBeNull();
  });

  it('ends with the next choice for all', async () => {
    const choice = new DisplayChoice();
    const renderer = rendererOf(choice);
    await renderer.renderModel(modelOf('root 0-10'));
    await hide(renderer);
    await chooseDisplay(choice, 'collapsed');
    await waitFor(() => expect(find(renderer, '.sb-summary')).not.toBeNull());
    expect(find(renderer, '[role=treegrid]')).toBeNull();
  });

  it('does not trip over what another version kept', async () => {
    sessionStorage.setItem('spanbook:output tr-1', '{"isShown":"perhaps"}');
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10'));
    expect(find(renderer, '.sb-summary')).not.toBeNull();
  });
});

describe('an output of many traces', () => {
  it('expands and collapses all of them', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf(['a 0-1', 'b 0-1', 'c 0-1']));
    await waitFor(() => expect(find(renderer, '.sb-list')).not.toBeNull());
    const timelines = () =>
      renderer.node.querySelectorAll('[role=treegrid]').length;
    fireEvent.click(find(renderer, '.sb-output-open')!);
    await waitFor(() => expect(timelines()).toBe(3));
    fireEvent.click(find(renderer, '.sb-output-close')!);
    await waitFor(() => expect(timelines()).toBe(0));
  });
});
