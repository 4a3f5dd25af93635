import { describe, expect, it } from '@jest/globals';
import { toggleDisplay } from '../change-display';
import { DisplayChoice } from '../display-choice';
import { Settings } from './fakes';

function followed(settings: Settings): DisplayChoice {
  const choice = new DisplayChoice();
  choice.follow(settings.asSettings);
  return choice;
}

describe('the choice of the user', () => {
  it('is none while the setting is untouched', () => {
    expect(followed(new Settings()).chosen).toBeUndefined();
  });

  it('is what the user set, also when that is the default', () => {
    expect(followed(new Settings('expanded')).chosen).toBe('expanded');
    expect(followed(new Settings('off')).isOff).toBe(true);
  });

  it('is what the administrator made the default', () => {
    expect(followed(new Settings(undefined, 'collapsed')).chosen).toBe(
      'collapsed'
    );
  });

  it('is none when the setting holds what this version does not know', () => {
    expect(followed(new Settings('sideways')).chosen).toBeUndefined();
  });

  it('follows the settings, and says so with each change', async () => {
    const settings = new Settings();
    const choice = followed(settings);
    const seen: unknown[] = [];
    choice.changed.connect(() => seen.push(choice.chosen));
    await settings.set('display', 'collapsed');
    expect(seen).toEqual(['collapsed']);
  });
});

describe('toggle', () => {
  it.each([undefined, 'collapsed', 'expanded'])(
    'hides, and goes back to %s',
    async before => {
      const settings = new Settings(before);
      const choice = followed(settings);
      await toggleDisplay(choice);
      expect(choice.isOff).toBe(true);
      expect(settings.get().user).toBe('off');
      await toggleDisplay(choice);
      expect(choice.chosen).toBe(before);
      expect(settings.get().user).toBe(before);
    }
  );

  it('shows traces that were hidden from the start', async () => {
    const choice = followed(new Settings('off'));
    await toggleDisplay(choice);
    expect(choice.isOff).toBe(false);
  });

  it('shows traces that the administrator hid', async () => {
    const choice = followed(new Settings(undefined, 'off'));
    await toggleDisplay(choice);
    expect(choice.chosen).toBe('expanded');
  });

  it('works without settings', async () => {
    const choice = new DisplayChoice();
    await toggleDisplay(choice);
    expect(choice.isOff).toBe(true);
    await toggleDisplay(choice);
    expect(choice.chosen).toBeUndefined();
  });
});
