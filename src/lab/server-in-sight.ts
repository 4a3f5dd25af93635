import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import { IStatusBar } from '@jupyterlab/statusbar';
import type { ITranslator } from '@jupyterlab/translation';
import type { DisplayChoice } from './display-choice';
import { addServerCommands } from './server-commands';
import { ServerItem } from './server-item';
import { serverRoutes } from './server-routes';
import { ServerWatch } from './server-watch';

/** Left of what stands for the notebook, behind JupyterLab's terminals and kernels. */
const RANK = 5;

/** Shows how the tracking server stands in the status bar, where there is one, and adds what can be done to the palette. */
export async function keepServerInSight(
  app: JupyterFrontEnd,
  choice: DisplayChoice,
  translator: ITranslator,
  palette: ICommandPalette | null
): Promise<void> {
  const trans = translator.load('spanbook');
  const routes = serverRoutes(trans);
  const watch = new ServerWatch(routes.status);
  addServerCommands({ app, choice, translator, routes, watch }, palette);
  const statusBar = await app.resolveOptionalService(IStatusBar);
  statusBar?.registerStatusItem('@spanbook/lab:server', {
    item: new ServerItem(app.commands, watch, trans),
    align: 'left',
    rank: RANK,
    isActive: () => watch.status !== undefined,
    activeStateChanged: watch.changed
  });
  // JupyterLab notices that its server is away, and we when it is back.
  app.serviceManager.connectionFailure.connect(() => void watch.look());
  await watch.look();
}
