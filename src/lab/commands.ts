import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { chooseDisplay, toggleDisplay } from './change-display';
import { DISPLAY_SETTINGS, type DisplayChoice } from './display-choice';

/** Command ids; users bind keys to them, and `schema/plugin.json` puts them into the View menu. */
export const CommandIds = {
  toggleDisplay: 'spanbook:toggle-display',
  setDisplay: 'spanbook:set-display',
  openInMlflow: 'spanbook:open-in-mlflow'
} as const;

/**
 * Adds the commands that act on the traces of all open notebooks, each checked in menus while it is the state of
 * things: one that hides and shows them, one that takes the way in which they are shown, as `display`; and one that
 * opens MLflow. Lists them in the palette, where there is one.
 */
export function addCommands(
  app: JupyterFrontEnd,
  choice: DisplayChoice,
  translator: ITranslator,
  palette: ICommandPalette | null
): void {
  const { commands } = app;
  const trans = translator.load('spanbook');
  commands.addCommand(CommandIds.toggleDisplay, {
    label: trans.__('Show MLflow Traces'),
    caption: trans.__('Show or hide the traces under the cells'),
    describedBy: { args: { type: 'object', properties: {} } },
    isToggleable: true,
    isToggled: () => !choice.isOff,
    execute: () => toggleDisplay(choice)
  });
  const words = {
    expanded: trans.__('Expanded'),
    collapsed: trans.__('Collapsed'),
    off: trans.__('Off')
  };
  const settingIn = (display: unknown) =>
    DISPLAY_SETTINGS.find(setting => setting === display) ?? 'expanded';
  commands.addCommand(CommandIds.setDisplay, {
    label: ({ display, isPalette }) => {
      const word = words[settingIn(display)];
      return isPalette ? trans.__('MLflow Traces: %1', word) : word;
    },
    describedBy: {
      args: {
        type: 'object',
        properties: { display: { enum: [...DISPLAY_SETTINGS] } }
      }
    },
    isToggleable: true,
    isToggled: ({ display }) => choice.current === settingIn(display),
    execute: ({ display }) => chooseDisplay(choice, settingIn(display))
  });
  choice.openInMlflow = async trace => {
    const { openMlflow } = await import('./on-demand');
    openMlflow(app, translator, trace);
  };
  commands.addCommand(CommandIds.openInMlflow, {
    label: trans.__('Open in MLflow'),
    caption: trans.__("Show the selected cell's trace in MLflow's own pages"),
    describedBy: {
      args: {
        type: 'object',
        properties: { traceId: { type: 'string' } }
      }
    },
    execute: ({ traceId }) =>
      choice.openInMlflow?.(
        typeof traceId === 'string' ? { traceId } : undefined
      )
  });
  choice.changed.connect(() => {
    Object.values(CommandIds).forEach(id => commands.notifyCommandChanged(id));
  }, choice);
  if (palette) {
    addToPalette(palette, trans);
  }
}

function addToPalette(
  palette: ICommandPalette,
  trans: TranslationBundle
): void {
  const category = trans.__('Notebook Cell Operations');
  palette.addItem({ command: CommandIds.toggleDisplay, category });
  palette.addItem({ command: CommandIds.openInMlflow, category });
  for (const display of DISPLAY_SETTINGS) {
    const args = { display, isPalette: true };
    palette.addItem({ command: CommandIds.setDisplay, args, category });
  }
}
