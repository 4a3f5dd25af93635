import './jsdom-gaps';
import { describe, expect, it } from '@jest/globals';
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import { CommandRegistry } from '@lumino/commands';
import { addCommands, CommandIds } from '../commands';
import { DisplayChoice } from '../display-choice';
import { Settings, untranslating } from './fakes';

/** A registry with the commands; of the application they use nothing else. */
function offered(
  settings: Settings,
  palette: ICommandPalette | null = null
): {
  choice: DisplayChoice;
  commands: CommandRegistry;
} {
  const commands = new CommandRegistry();
  const choice = new DisplayChoice();
  choice.follow(settings.asSettings);
  const app = { commands } as unknown as JupyterFrontEnd;
  addCommands(app, choice, untranslating, palette);
  return { choice, commands };
}

const { setDisplay, toggleDisplay, openInMlflow } = CommandIds;

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
    expect(told).toEqual([toggleDisplay, setDisplay, openInMlflow]);
  });

  it('read in the palette as what they act on', () => {
    const items: Parameters<ICommandPalette['addItem']>[0][] = [];
    const palette = {
      addItem: (item: (typeof items)[number]) => items.push(item)
    } as unknown as ICommandPalette;
    const { commands } = offered(new Settings(), palette);
    const labels = items.map(({ command, args = {} }) =>
      commands.label(command, args)
    );
    expect(labels).toEqual([
      'Show MLflow Traces',
      'Open in MLflow',
      'MLflow Traces: Expanded',
      'MLflow Traces: Collapsed',
      'MLflow Traces: Off'
    ]);
    expect(commands.label(setDisplay, { display: 'off' })).toBe('Off');
  });
});
