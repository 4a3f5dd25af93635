import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  jest
} from '@jest/globals';
import { waitFor } from '@testing-library/preact';
import { chooseDisplay } from '../change-display';
import { DisplayChoice } from '../display-choice';
import { find, modelOf, rendererOf } from './renderers';

/** Says that what it observes came into sight only when told: jsdom lays nothing out. */
class Sight {
  static readonly watching = new Set<Sight>();

  constructor(
    private readonly _tell: (entries: { isIntersecting: boolean }[]) => void
  ) {}

  observe(): void {
    Sight.watching.add(this);
    this._tell([{ isIntersecting: false }]);
  }

  disconnect(): void {
    Sight.watching.delete(this);
  }

  static come(): void {
    [...Sight.watching].forEach(({ _tell }) =>
      _tell([{ isIntersecting: true }])
    );
  }
}

beforeEach(() => {
  Object.assign(globalThis, { IntersectionObserver: Sight });
});
afterEach(() => {
  Object.assign(globalThis, { IntersectionObserver: undefined });
});

describe('an output out of sight', () => {
  it('is its text, as high as the view will be, until it comes near', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10 / ..child 1-2'));
    const pre = find(renderer, '.sb-placeholder');
    expect(pre?.textContent).toMatch(/^OK {2}root .* tr-1$/);
    expect(pre?.style.height).toBe('98px');
    expect(find(renderer, '.sb-trace')).toBeNull();
    Sight.come();
    await waitFor(() =>
      expect(find(renderer, '[role=treegrid]')).not.toBeNull()
    );
    expect(Sight.watching.size).toBe(0);
  });

  it('costs two elements and one observer, whatever it holds', async () => {
    const spans = Array.from({ length: 300 }, (_, at) => `..s${at} ${at}-301`);
    const model = modelOf(['root 0-301', ...spans].join('\n'));
    const later = [
      jest.spyOn(window, 'setTimeout'),
      jest.spyOn(window, 'setInterval'),
      jest.spyOn(window, 'requestAnimationFrame')
    ];
    const measured = jest.spyOn(Element.prototype, 'getBoundingClientRect');
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(model);
    expect(renderer.node.querySelectorAll('*').length).toBe(2);
    expect(Sight.watching.size).toBe(1);
    for (const spy of [...later, measured]) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
    renderer.dispose();
  });

  it('is drawn for the printer', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10'));
    window.dispatchEvent(new Event('beforeprint'));
    await waitFor(() =>
      expect(find(renderer, '[role=treegrid]')).not.toBeNull()
    );
  });

  it('takes the height of what was chosen for all', async () => {
    const choice = new DisplayChoice();
    const renderer = rendererOf(choice);
    await renderer.renderModel(modelOf('root 0-10 / ..child 1-2'));
    await chooseDisplay(choice, 'collapsed');
    expect(find(renderer, '.sb-placeholder')?.style.height).toBe('30px');
  });

  it('no longer watches once it is gone', async () => {
    const renderer = rendererOf(new DisplayChoice());
    await renderer.renderModel(modelOf('root 0-10'));
    renderer.dispose();
    expect(Sight.watching.size).toBe(0);
  });
});
