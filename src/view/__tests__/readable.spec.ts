import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { fireEvent, getByText, waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import type { SpanRow } from '../../bundle/types';
import {
  bundleFrom,
  loadDetails,
  mountData,
  showPart,
  unmountAll,
  type Mounted
} from './mounted';

beforeAll(loadDetails);
afterEach(unmountAll);

/** The details of one span that recorded this. */
function opened(span: Partial<SpanRow>): Mounted {
  const mounted = mountData(
    bundleFrom([traceFromText('span 0-10', { rows: { span } })])
  );
  fireEvent.click(mounted.row('span'));
  return mounted;
}

function button({ element }: Mounted, text: string): HTMLElement {
  return getByText(element, text, { selector: 'button' });
}

function valueOf({ find }: Mounted): string {
  return find('.sb-section > .sb-value').textContent;
}

const json = JSON.stringify;

it('reads Markdown, and shows it as it was recorded on demand', async () => {
  const mounted = opened({ outputs: json('# Rain\n\nTake a **jacket**.') });
  await waitFor(() => mounted.find('.sb-readable strong'), { timeout: 20_000 });
  expect(mounted.find('.sb-readable strong').textContent).toBe('jacket');
  fireEvent.click(button(mounted, 'Plain text'));
  expect(valueOf(mounted)).toBe('# Rain\n\nTake a **jacket**.');
  fireEvent.click(button(mounted, 'Formatted'));
  await waitFor(() => mounted.find('.sb-readable strong'));
});

it('reads an object with a Markdown text member by member, and has its tree beside', async () => {
  const mounted = opened({
    inputs: json({ question: '- where\n- when', user: { id: 7 } })
  });
  await waitFor(() => mounted.find('.sb-readable li'), { timeout: 20_000 });
  expect(
    [...mounted.element.querySelectorAll('.sb-readable .sb-part-title')].map(
      ({ textContent }) => textContent
    )
  ).toEqual(['question', 'user']);
  expect(mounted.find('.sb-json').getAttribute('aria-label')).toBe(
    'inputs.user'
  );
  fireEvent.click(button(mounted, 'Tree'));
  expect(mounted.find('.sb-json').getAttribute('aria-label')).toBe('inputs');
  fireEvent.click(button(mounted, 'Raw text'));
  expect(valueOf(mounted)).toContain('{"question":"- where');
});

it('does not take a text without Markdown, or an attribute, for Markdown', () => {
  const mounted = opened({
    outputs: json('snake_case * 2, see https://example.com'),
    attributes: json({ note: '**kept**' })
  });
  expect(mounted.query('.sb-readable')).toBeNull();
  showPart(mounted, 'Attributes');
  expect(valueOf(mounted)).toContain('**kept**');
});
