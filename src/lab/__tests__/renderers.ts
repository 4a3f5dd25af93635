import './jsdom-gaps';
import { afterEach } from '@jest/globals';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import { traceFromText } from '../../../test/trace-from-text';
import { mimeBundleOf } from '../../bundle/mime-bundle';
import type { DisplayMode } from '../../bundle/types';
import type { DisplayChoice } from '../display-choice';
import { TraceRenderer } from '../trace-renderer';
import { untranslating } from './fakes';

const live: Widget[] = [];

afterEach(() => {
  live.splice(0).forEach(widget => widget.dispose());
  sessionStorage.clear();
});

/** A renderer in the page, gone after the test. */
export function rendererOf(choice: DisplayChoice): TraceRenderer {
  const renderer = new TraceRenderer(choice, untranslating);
  Widget.attach(renderer, document.body);
  live.push(renderer);
  return renderer;
}

/** What JupyterLab hands over for an output with a trace of each drawing. */
export function modelOf(
  drawings: string | readonly string[],
  display?: DisplayMode
): IRenderMime.IMimeModel {
  const traces = [drawings]
    .flat()
    .map((drawing, i) =>
      traceFromText(drawing, { info: { traceId: `tr-${i + 1}` } })
    );
  const bundle = mimeBundleOf({ traces, ...(display && { display }) });
  return {
    trusted: false,
    data: JSON.parse(JSON.stringify(bundle)),
    metadata: {},
    setData: () => undefined
  };
}

export const find = ({ node }: Widget, selector: string): HTMLElement | null =>
  node.querySelector<HTMLElement>(selector);
