import {
  DEFAULT_DISPLAY,
  type DisplayChoice,
  type DisplaySetting
} from './display-choice';

/** Stores the choice for this user, or for this page where nothing stores it; `undefined` takes an earlier one back. */
export async function chooseDisplay(
  choice: DisplayChoice,
  next: DisplaySetting | undefined
): Promise<void> {
  if (!choice.settings) {
    choice.accept(next);
  } else if (next) {
    await choice.settings.set('display', next);
  } else {
    await choice.settings.remove('display');
  }
}

/** Hides all traces, or shows them again the way they were shown before. */
export async function toggleDisplay(choice: DisplayChoice): Promise<void> {
  const wasShown = !choice.isOff;
  await chooseDisplay(choice, wasShown ? 'off' : choice.shownBefore);
  if (choice.isOff && !wasShown) {
    await chooseDisplay(choice, DEFAULT_DISPLAY); // the site's own default is to hide them
  }
}
