import { fireEvent } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import type { SpanRow } from '../../bundle/types';
import { bundleFrom, mountData, type Mounted } from './mounted';

/** The details of one span that recorded this. */
export function opened(span: Partial<SpanRow>): Mounted {
  return openedIn(bundleFrom([traceFromText('span 0-10', { rows: { span } })]));
}

/** The details of the span called `span` of this data. */
export function openedIn(data: unknown): Mounted {
  const mounted = mountData(data);
  fireEvent.click(mounted.row('span'));
  return mounted;
}

/** Text of the section with that title. */
export function section({ element }: Mounted, title: string): string {
  const found = [...element.querySelectorAll('.sb-section')].find(
    ({ firstElementChild }) =>
      firstElementChild?.querySelector('h4')?.textContent === title
  );
  const { firstElementChild: header, textContent } = found ?? {};
  return textContent?.slice(header?.textContent.length) ?? 'absent';
}
