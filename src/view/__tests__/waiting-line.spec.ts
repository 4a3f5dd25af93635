import { afterEach, describe, expect, it } from '@jest/globals';
import { waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { bundleFrom, mountData, unmountAll } from './mounted';

afterEach(unmountAll);

const trace = traceFromText('answer 0-10');
const waiting = {
  count: 3,
  server: 'https://mlflow.example',
  at: '2026-11-23T12:05:06.789Z'
};

describe('traces that no server has yet', () => {
  it('are counted under the output, with the server and the day', async () => {
    const { find } = mountData(bundleFrom([trace], { waiting }));
    await waitFor(() => find('.sb-waiting'));
    expect(find('.sb-waiting').textContent).toMatch(
      /^3 traces waiting for https:\/\/mlflow\.example \(as of Nov 23, 2026, \d+:05/
    );
  });

  it('go from the output when an update says that the server has them', async () => {
    const { find, query, update } = mountData(bundleFrom([trace], { waiting }));
    await waitFor(() => find('.sb-waiting'));
    update(bundleFrom([trace]));
    expect(query('.sb-waiting')).toBeNull();
    expect(find('.sb-trace')).not.toBeNull();
  });

  it('are told as they came where the time is none', async () => {
    const odd = { ...waiting, count: 1, at: '<b>soon</b>' };
    const { find } = mountData(bundleFrom([trace], { waiting: odd }));
    await waitFor(() => find('.sb-waiting'));
    expect(find('.sb-waiting').textContent).toBe(
      '1 trace waiting for https://mlflow.example (as of <b>soon</b>)'
    );
  });
});
