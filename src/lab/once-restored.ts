import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { ITranslator } from '@jupyterlab/translation';
import { addCommands } from './commands';
import type { DisplayChoice } from './display-choice';

/** What an application offers of ours once it stands: the commands, and how the tracking server is. */
export async function offer(
  app: JupyterFrontEnd,
  choice: DisplayChoice,
  translator: ITranslator,
  palette: ICommandPalette | null
): Promise<void> {
  addCommands(app, choice, translator, palette);
  try {
    const { keepServerInSight } = await import('./server-in-sight');
    await keepServerInSight(app, choice, translator, palette);
  } catch {
    // An application that does not share JupyterLab's status bar with its extensions has none.
  }
}
