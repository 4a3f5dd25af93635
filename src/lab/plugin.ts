import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { BUNDLE_MIME_TYPE } from '../bundle/mime-type';
import { DisplayChoice } from './display-choice';
import { TraceRenderer } from './trace-renderer';

/** Before text/html, which JupyterLab ranks 50: our bundles carry a static HTML sibling for other hosts. */
const RANK = 40;

const plugin: JupyterFrontEndPlugin<void> = {
  id: '@spanbook/lab:plugin',
  description: 'MLflow traces as live timelines.',
  autoStart: true,
  requires: [IRenderMimeRegistry, ITranslator],
  optional: [ISettingRegistry, ICommandPalette],
  activate
};

export default plugin;

function activate(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  translator: ITranslator,
  settings: ISettingRegistry | null,
  palette: ICommandPalette | null
): Promise<void> {
  const choice = new DisplayChoice();
  rendermime.addFactory({
    safe: true,
    mimeTypes: [BUNDLE_MIME_TYPE],
    defaultRank: RANK,
    createRenderer: () => new TraceRenderer(choice, translator)
  });
  void offerCommands(app, choice, translator, palette);
  void followSettings(choice, settings);
  return offerFileType(app, rendermime, translator);
}

/**
 * At once, and the application waits for it: JupyterLab opens the tabs of the session before as it starts, and Notebook 7
 * the file that its page is for.
 */
async function offerFileType(
  app: JupyterFrontEnd,
  rendermime: IRenderMimeRegistry,
  translator: ITranslator
): Promise<void> {
  const { addFileType } = await import('./file-type');
  addFileType(app, rendermime, translator);
}

/** Nobody needs the commands before JupyterLab stands, so their code does not delay it. */
async function offerCommands(
  app: JupyterFrontEnd,
  choice: DisplayChoice,
  translator: ITranslator,
  palette: ICommandPalette | null
): Promise<void> {
  await app.restored;
  const { offer } = await import('./once-restored');
  await offer(app, choice, translator, palette);
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
