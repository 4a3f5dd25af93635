import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { ITranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { BUNDLE_MIME_TYPE } from '../bundle/mime-type';
import type { DisplayChoice } from './display-choice';
import type { TraceOutput } from './trace-output';

/**
 * One output, as JupyterLab holds it. JupyterLab calls `renderModel` many times on the same widget (a display update,
 * a rerun): what draws it is loaded with the first call and kept.
 */
export class TraceRenderer extends Widget implements IRenderMime.IRenderer {
  private _data: IRenderMime.IMimeModel['data'] = {};
  private _output: TraceOutput | undefined;

  constructor(
    private readonly _choice: DisplayChoice,
    private readonly _translator: ITranslator
  ) {
    super();
    this.addClass('sb-renderer');
    this.node.dataset['mimeType'] = BUNDLE_MIME_TYPE;
    _choice.changed.connect(this._onChoice, this);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._data = model.data;
    const { TraceOutput } = await import('./trace-output');
    if (this.isDisposed) {
      return; // while the code was being fetched
    }
    this._output ??= new TraceOutput(this.node, this._choice, this._translator);
    const text = this._data['text/plain'];
    await this._output.draw(
      this._data[BUNDLE_MIME_TYPE],
      typeof text === 'string' ? text : ''
    );
  }

  override dispose(): void {
    this._output?.dispose();
    super.dispose();
  }

  private _onChoice(): void {
    void this._output?.redraw();
  }
}
