import type { JupyterFrontEnd } from '@jupyterlab/application';
import {
  Clipboard,
  Notification,
  showErrorMessage,
  type ICommandPalette
} from '@jupyterlab/apputils';
import type { ITranslator } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { DisplayChoice } from './display-choice';
import { showServerLog } from './server-log';
import type { ServerRoutes } from './server-routes';
import type { ServerWatch } from './server-watch';

/** Ids of the commands about the tracking server, in the order of its menu; the first does nothing but tell. */
export const ServerCommandIds = {
  state: 'spanbook:mlflow-state',
  open: 'spanbook:open-mlflow',
  restart: 'spanbook:restart-mlflow',
  showLog: 'spanbook:show-mlflow-log',
  copyUri: 'spanbook:copy-tracking-uri'
} as const;

/** What the commands act on. */
export type ServerParts = {
  readonly app: JupyterFrontEnd;
  readonly choice: DisplayChoice;
  readonly translator: ITranslator;
  readonly routes: ServerRoutes;
  readonly watch: ServerWatch;
};

/** States of a server that Jupyter has started, and so can start again. */
const EMBEDDED: readonly unknown[] = ['starting', 'ready', 'failed'];

/** States of a server whose pages can be asked for. */
const OPEN: readonly unknown[] = ['ready', 'external'];

/** Adds the commands, each visible while it can be done, and lists them in the palette, where there is one. */
export function addServerCommands(
  parts: ServerParts,
  palette: ICommandPalette | null
): void {
  const { app, choice, translator, watch } = parts;
  const trans = translator.load('spanbook');
  const isIn = (states: readonly unknown[]) => (): boolean =>
    states.includes(watch.status?.state);
  const commands: Readonly<Record<string, CommandRegistry.ICommandOptions>> = {
    [ServerCommandIds.open]: {
      label: trans.__('Open MLflow'),
      isVisible: isIn(OPEN),
      execute: () => choice.openInMlflow?.(null)
    },
    [ServerCommandIds.restart]: {
      label: trans.__('Restart MLflow'),
      isVisible: isIn(EMBEDDED),
      execute: () => restartServer(parts)
    },
    [ServerCommandIds.showLog]: {
      label: trans.__("Show MLflow's Log"),
      isVisible: isIn(EMBEDDED),
      execute: () => showLog(parts)
    },
    [ServerCommandIds.copyUri]: {
      label: trans.__('Copy Tracking URI'),
      isVisible: () => watch.status?.trackingUri !== undefined,
      execute: () => copyUri(parts)
    }
  };
  const describedBy = { args: { type: 'object', properties: {} } };
  for (const [id, options] of Object.entries(commands)) {
    app.commands.addCommand(id, { ...options, describedBy });
    palette?.addItem({ command: id, category: trans.__('MLflow') });
    watch.changed.connect(() => app.commands.notifyCommandChanged(id));
  }
  app.commands.addCommand(ServerCommandIds.state, {
    label: () => watch.status?.message ?? '',
    describedBy,
    isEnabled: () => false,
    execute: () => undefined
  });
}

async function restartServer(parts: ServerParts): Promise<void> {
  const { translator, routes, watch } = parts;
  try {
    watch.accept(await routes.restart());
  } catch (error) {
    const trans = translator.load('spanbook');
    await showErrorMessage(trans.__('MLflow was not restarted'), String(error));
  }
}

async function showLog(parts: ServerParts): Promise<void> {
  await parts.watch.look();
  const { translator, routes, watch } = parts;
  if (await showServerLog(routes, watch, translator)) {
    await restartServer(parts);
  }
}

function copyUri({ translator, watch }: ServerParts): void {
  const uri = watch.status?.trackingUri;
  if (uri !== undefined) {
    Clipboard.copyToSystem(uri);
    const trans = translator.load('spanbook');
    Notification.success(trans.__('Copied: %1', uri), { autoClose: 2500 });
  }
}
