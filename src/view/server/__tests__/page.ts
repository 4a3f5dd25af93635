import { configure, fireEvent, within } from '@testing-library/dom';
import type { Mounted } from '../../__tests__/mounted';
import { settled } from './fake-server';

// Parts of the view are compiled when they are first asked for.
configure({ asyncUtilTimeout: 10_000 });

/** The output as its reader finds things in it: by role and name. */
export function pageOf({ element }: Mounted) {
  const found = within(element);
  const click = (name: string | RegExp): Promise<void> =>
    settled(() => {
      const button = found.getByRole('button', { name });
      button.focus();
      fireEvent.click(button);
    });
  const type = (label: string, value: string): Promise<void> =>
    settled(() => {
      fireEvent.input(found.getByLabelText(label), { target: { value } });
    });
  const choose = (label: string): Promise<void> =>
    settled(() => {
      fireEvent.click(found.getByLabelText(label));
    });
  const texts = (selector: string): string[] =>
    [...element.querySelectorAll(selector)].map(node => node.textContent);
  return {
    findButton: (name: string | RegExp) => found.findByRole('button', { name }),
    queryButton: (name: string | RegExp) =>
      found.queryByRole('button', { name }),
    findText: (text: string) => found.findByText(text),
    click,
    type,
    choose,
    texts,
    save: () => click('Save'),
    /** What is shown in red. */
    refusals: () => texts('.sb-refusal')
  };
}
