import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { ITranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { MlflowPage, TraceAddress } from '../view/host';
import { mountFrame } from '../view/mlflow/mount-frame';
import type { ReaderLanguage } from '../view/strings/language';
import { fullPage } from './mlflow-addresses';
import { readerLanguage } from './reader-language';

const ID = 'spanbook-mlflow';

/**
 * Opens MLflow's UI in a tab of the main area, at the trace or that of the active cell; `null` for no trace. The tab of
 * before goes.
 */
export function openMlflow(
  { shell }: JupyterFrontEnd,
  translator: ITranslator,
  trace: TraceAddress | null = activeTrace(shell.currentWidget?.node)
): void {
  const trans = translator.load('spanbook');
  const before = [...shell.widgets('main')].find(({ id }) => id === ID);
  const content = new PageWidget(
    () => fullPage(trace, theme(), trans),
    readerLanguage(translator)
  );
  const tab = new MainAreaWidget({ content });
  tab.id = ID;
  tab.title.label = trans.__('MLflow');
  tab.title.closable = true;
  before?.dispose();
  shell.add(tab, 'main');
  shell.activateById(ID);
}

function theme(): 'light' | 'dark' {
  return document.body.dataset['jpThemeLight'] === 'false' ? 'dark' : 'light';
}

/** The first trace under the active cell of a notebook. */
function activeTrace(node: HTMLElement | undefined): TraceAddress | null {
  const traceId = node?.querySelector<HTMLElement>('.jp-mod-active .sb-trace')
    ?.dataset['traceId'];
  return traceId === undefined ? null : { traceId };
}

/** One page of MLflow's, for as long as the widget lives. */
class PageWidget extends Widget {
  private readonly _unmount: () => void;

  constructor(ask: () => Promise<MlflowPage>, language: ReaderLanguage) {
    super();
    this._unmount = mountFrame(this.node, ID, ask, language);
  }

  override dispose(): void {
    this._unmount();
    super.dispose();
  }
}
