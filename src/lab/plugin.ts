import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { BUNDLE_MIME_TYPE } from '../bundle/types';
import { addCommands, CommandIds } from './commands';
import { DisplayChoice } from './display-choice';
import { TraceRenderer } from './trace-renderer';

/** Before text/html, which JupyterLab ranks 50: our bundles carry a static HTML sibling for other hosts. */
const RANK = 40;

/** Below the entries of JupyterLab itself. */
const VIEW_MENU_RANK = 60;

const plugin: JupyterFrontEndPlugin<void> = {
  id: '@spanbook/lab:plugin',
  description: 'Shows MLflow traces under notebook cells as a live timeline.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ITranslator, ISettingRegistry, ICommandPalette, IMainMenu],
  activate
};

export default plugin;

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  translator: ITranslator | null,
  settings: ISettingRegistry | null,
  palette: ICommandPalette | null,
  menu: IMainMenu | null
): void {
  const trans = (translator ?? nullTranslator).load('spanbook');
  const choice = new DisplayChoice();
  rendermime.addFactory(
    {
      safe: true,
      mimeTypes: [BUNDLE_MIME_TYPE],
      defaultRank: RANK,
      createRenderer: () => new TraceRenderer(choice, trans)
    },
    RANK
  );
  addCommands(app, choice, trans);
  const command = CommandIds.toggleDisplay;
  palette?.addItem({ command, category: trans.__('Notebook Cell Operations') });
  menu?.viewMenu.addGroup([{ command }], VIEW_MENU_RANK);
  void followSettings(choice, settings);
}

async function followSettings(
  choice: DisplayChoice,
  settings: ISettingRegistry | null
): Promise<void> {
  try {
    const own = await settings?.load(plugin.id);
    if (own) {
      choice.follow(own);
    }
  } catch {
    // An application that lists the plugin without its schema: traces are shown the default way.
  }
}
