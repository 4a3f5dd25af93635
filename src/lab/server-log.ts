import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { ServerRoutes } from './server-routes';
import type { ServerWatch } from './server-watch';

/** Shows the end of the embedded server's log, below how the server stands. True when the reader asks for a restart. */
export async function showServerLog(
  routes: ServerRoutes,
  watch: ServerWatch,
  translator: ITranslator
): Promise<boolean> {
  const trans = translator.load('spanbook');
  const lines = await linesOf(routes, trans);
  const restart = Dialog.createButton({ label: trans.__('Restart MLflow') });
  const { button } = await showDialog({
    title: trans.__("MLflow's log"),
    body: new LogBody(watch.status?.message ?? '', lines, trans),
    buttons: [restart, Dialog.okButton({ label: trans.__('Close') })],
    defaultButton: 1
  });
  return button.label === restart.label;
}

async function linesOf(
  routes: ServerRoutes,
  trans: TranslationBundle
): Promise<string> {
  try {
    const lines = await routes.log();
    return lines.join('\n') || trans.__('The log is empty.');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Scrolled to the end, where the reason of a failure stands. */
class LogBody extends Widget {
  constructor(
    message: string,
    lines: string,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('sb-server-log');
    const head = document.createElement('p');
    head.textContent = message;
    this._log.textContent = lines;
    this._log.tabIndex = 0; // scrolls by keys
    this._log.setAttribute('role', 'region');
    this._log.ariaLabel = this._trans.__("MLflow's log");
    this.node.append(head, this._log);
  }

  private readonly _log = document.createElement('pre');

  protected override onAfterAttach(): void {
    this._log.scrollTop = this._log.scrollHeight;
  }
}
