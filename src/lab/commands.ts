import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { DisplayChoice } from './display-choice';

/** Command ids; users bind keys to them. */
export const CommandIds = { toggleDisplay: 'spanbook:toggle-display' } as const;

/** Adds the command that hides and shows all traces; it stays checked in menus while traces are shown. */
export function addCommands(
  { commands }: JupyterFrontEnd,
  choice: DisplayChoice,
  trans: TranslationBundle
): void {
  commands.addCommand(CommandIds.toggleDisplay, {
    label: trans.__('Show MLflow Traces'),
    caption: trans.__('Show or hide the traces under the cells'),
    describedBy: { args: { type: 'object', properties: {} } },
    isToggleable: true,
    isToggled: () => !choice.isOff,
    execute: () => choice.toggle()
  });
  choice.changed.connect(() => {
    commands.notifyCommandChanged(CommandIds.toggleDisplay);
  }, choice);
}
