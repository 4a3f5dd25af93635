import { afterEach, expect, it } from '@jest/globals';
import { fireEvent, waitFor } from '@testing-library/preact';
import { fuzzedBundle } from '../../../test/fuzz/bundles';
import { failuresOf, fuzzRun } from '../../../test/fuzz/seed';
import { traceFromText } from '../../../test/trace-from-text';
import { parseBundle } from '../../bundle/parse-bundle';
import { ParsedBundle } from '../../bundle/parsed-bundle';
import { findingText } from '../strings/problems';
import { bundleFrom, mountData, unmountAll } from './mounted';

const run = fuzzRun(300, 2000);

/** How much slower jsdom draws than a browser. */
const JSDOM = 10;

afterEach(unmountAll);

/** Mounts the data, parsed as `mount` does it in its own time, opens a span of it and takes it away again. */
function look(data: unknown): void {
  const { element, query } = mountData(new ParsedBundle(parseBundle(data)));
  const row = query('.sb-row');
  if (row) {
    fireEvent.click(row);
    fireEvent.keyDown(row, { key: 'ArrowDown' });
  }
  const { textContent } = element;
  const hasDetail = query('.sb-detail') !== null;
  unmountAll();
  if (textContent.trim() === '') {
    throw new Error('nothing is drawn');
  }
  if (textContent.includes(findingText('view-failed', ['']))) {
    throw new Error(textContent);
  }
  if (row && !hasDetail) {
    throw new Error('no details');
  }
}

/** Loads what is fetched when it is first drawn, and compiles: no case has to pay for it. */
async function warmUp(): Promise<void> {
  const traces = ['a', 'b'].map(traceId =>
    traceFromText('root 0-1', { info: { traceId } })
  );
  const { element } = mountData(bundleFrom(traces));
  await waitFor(() => expect(element.textContent).toContain('root'));
  unmountAll();
  const one = mountData(bundleFrom(traces.slice(0, 1)));
  fireEvent.click(one.find('.sb-row'));
  await waitFor(() => expect(one.query('.sb-detail')).not.toBeNull());
  unmountAll();
  const broken = mountData(new ParsedBundle(parseBundle({})));
  await waitFor(() => expect(broken.query('.sb-error')).not.toBeNull());
  unmountAll();
}

it(`${run.cases} generated and mutated bundles are drawn, from seed ${run.seed} on`, async () => {
  await warmUp();
  expect(failuresOf(run, seed => look(fuzzedBundle(seed)), JSDOM)).toEqual([]);
}, 600_000);
