import './jsdom-gaps';
import { describe, expect, it } from '@jest/globals';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import { CommandRegistry } from '@lumino/commands';
import { addCommands, addToPalette, CommandIds } from '../commands';
import { DisplayChoice } from '../display-choice';
import { Settings, untranslated } from './fakes';

/** A registry with the commands; of the application they use nothing else. */
function offered(settings: Settings): {
  choice: DisplayChoice;
  commands: CommandRegistry;
} {
  const commands = new CommandRegistry();
  const choice = new DisplayChoice();
  choice.follow(settings.asSettings);
  const app = { commands } as unknown as JupyterFrontEnd;
  addCommands(app, choice, untranslated);
  return { choice, commands };
}

const { setDisplay, toggleDisplay } = CommandIds;

describe('the commands', () => {
  it('are checked where things stand, also while the user has not chosen', async () => {
    const { commands } = offered(new Settings());
    const checked = () =>
      ['expanded', 'collapsed', 'off'].filter(display =>
        commands.isToggled(setDisplay, { display })
      );
    expect(checked()).toEqual(['expanded']);
    await commands.execute(setDisplay, { display: 'collapsed' });
    expect(checked()).toEqual(['collapsed']);
    expect(commands.isToggled(toggleDisplay)).toBe(true);
    await commands.execute(toggleDisplay);
    expect(checked()).toEqual(['off']);
    expect(commands.isToggled(toggleDisplay)).toBe(false);
  });

  it('store the choice for the user', async () => {
    const settings = new Settings(undefined, 'off');
    const { commands } = offered(settings);
    await commands.execute(setDisplay, { display: 'expanded' });
    expect(settings.get().user).toBe('expanded');
  });

  it('tell menus that they changed, from wherever the change came', async () => {
    const settings = new Settings();
    const { commands } = offered(settings);
    const told: unknown[] = [];
    commands.commandChanged.connect((_, { id }) => told.push(id));
    await settings.set('display', 'off');
    expect(told).toEqual([toggleDisplay, setDisplay]);
  });

  it('read in the palette as what they act on', () => {
    const { commands } = offered(new Settings());
    const labels: string[] = [];
    const palette = {
      addItem: ({
        command,
        args = {}
      }: Parameters<ICommandPalette['addItem']>[0]) =>
        labels.push(commands.label(command, args))
    } as unknown as ICommandPalette;
    addToPalette(palette, untranslated);
    expect(labels).toEqual([
      'Show MLflow Traces',
      'MLflow Traces: Expanded',
      'MLflow Traces: Collapsed',
      'MLflow Traces: Off'
    ]);
    expect(commands.label(setDisplay, { display: 'off' })).toBe('Off');
  });
});
