import '../../style/server-item.css';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Menu, Widget } from '@lumino/widgets';
import type { CommandRegistry } from '@lumino/commands';
import { ServerCommandIds } from './server-commands';
import type { ServerState, ServerStatus } from './server-status';
import type { ServerWatch } from './server-watch';

/** A menu that opens with old news is better than one that does not open. */
const PATIENCE_MS = 500;

/** Lines of a failed server's log in the tooltip: a tooltip is no place to read in. */
const FEW_LINES = 5;

/**
 * The tracking server in the status bar: how it stands, in a word, and a menu of what can be done.
 *
 *     div.sb-server-item[aria-live]
 *       button[aria-haspopup=menu][data-state]
 */
export class ServerItem extends Widget {
  private readonly _button = document.createElement('button');
  private readonly _menu: Menu;

  constructor(
    commands: CommandRegistry,
    private readonly _watch: ServerWatch,
    private readonly _trans: TranslationBundle
  ) {
    super();
    this.addClass('sb-server-item');
    this.node.ariaLive = 'polite'; // MLflow starts and fails without the reader's doing
    this._menu = new Menu({ commands });
    this._menu.addClass('sb-server-menu');
    Object.values(ServerCommandIds).forEach(command =>
      this._menu.addItem({ command })
    );
    this._menu.aboutToClose.connect(this._onClose, this);
    this._button.type = 'button';
    this._button.ariaHasPopup = 'menu';
    this._button.ariaExpanded = 'false';
    this._button.addEventListener('click', ({ detail }) => {
      void this._open(detail === 0 ? 'keyboard' : 'pointer');
    });
    this.node.append(this._button);
    _watch.changed.connect(this._draw, this);
    this._draw();
  }

  override dispose(): void {
    this._menu.dispose();
    super.dispose();
  }

  private _draw(): void {
    const { status } = this._watch;
    if (!status) {
      return;
    }
    this._button.dataset['state'] = status.state;
    this._button.textContent = wordFor(status.state, this._trans);
    this._button.title = tooltipOf(status);
    this._menu.contentNode.ariaLabel = status.message;
    this._menu.update();
  }

  private async _open(by: 'keyboard' | 'pointer'): Promise<void> {
    const patience = new Promise(done => setTimeout(done, PATIENCE_MS));
    await Promise.race([this._watch.look(), patience]);
    const { left, top } = this._button.getBoundingClientRect();
    this._button.ariaExpanded = 'true';
    this._menu.open(left, top); // upwards, as there is no room below
    if (by === 'keyboard') {
      this._menu.activateNextItem();
    }
  }

  private _onClose(): void {
    this._button.ariaExpanded = 'false';
    this._button.focus();
  }
}

function wordFor(state: ServerState, trans: TranslationBundle): string {
  switch (state) {
    case 'starting':
      return trans.__('MLflow: starting');
    case 'ready':
      return trans.__('MLflow: ready');
    case 'failed':
      return trans.__('MLflow: failed');
    case 'external':
      return trans.__('MLflow: external');
    case 'off':
      return trans.__('MLflow: off');
    case 'away':
      return trans.__('MLflow: no answer');
    case 'unknown':
      return trans.__('MLflow: unknown');
  }
}

function tooltipOf({ message, log }: ServerStatus): string {
  return [message, ...log.slice(-FEW_LINES)].join('\n');
}
