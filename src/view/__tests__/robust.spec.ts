import { waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it, beforeAll } from '@jest/globals';
import { fireEvent } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import { buildTrace } from '../../model/build-trace';
import {
  bundleFrom,
  mountData,
  mountDrawing,
  unmountAll,
  loadDetails
} from './mounted';

beforeAll(loadDetails);
afterEach(unmountAll);

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}'
];

describe('text of a trace', () => {
  it.each(HOSTILE)('is text wherever it stands: %s', text => {
    const value = JSON.stringify({ [text]: text });
    const { element, find } = mountData(
      bundleFrom([
        traceFromText('root 0-10', {
          info: { traceId: text, tags: { 'mlflow.traceName': text } },
          rows: {
            root: {
              name: text,
              spanType: text,
              spanId: text,
              statusMessage: text,
              inputs: value,
              outputs: JSON.stringify(text),
              attributes: value,
              events: JSON.stringify([
                { name: text, time: 1, attributes: { [text]: text } },
                {
                  name: 'exception',
                  time: 2,
                  attributes: {
                    'exception.type': text,
                    'exception.message': text,
                    'exception.stacktrace': text
                  }
                }
              ])
            }
          }
        })
      ])
    );
    fireEvent.click(find('.sb-row'));
    expect(find('.sb-detail').textContent).toContain(text);
    expect(
      element.querySelectorAll('script, img, iframe, a, [onload], [onerror]')
    ).toHaveLength(0);
  });
});

describe('the error card', () => {
  it.each([
    ['nothing', undefined],
    ['a number', 7],
    ['no bundle', { hello: 'world' }],
    ['broken traces', { version: 1, traces: 'none' }],
    ['text that is no JSON', '{"version": 1,']
  ])('is drawn for %s', async (_, data) => {
    const { find } = mountData(data);
    await waitFor(() => find('.sb-error'));
    expect(find('.sb-error').getAttribute('role')).toBe('alert');
    expect(find('.sb-error code').textContent).toContain('$');
  });

  it('names the path, and gives the advice of the host', async () => {
    const { find } = mountData(
      { version: 99, traces: [] },
      { advice: code => (code === 'version' ? 'Upgrade me.' : undefined) }
    );
    await waitFor(() => find('.sb-error'));
    expect(find('.sb-error code').textContent).toBe('$.version');
    expect(find('.sb-advice').textContent).toBe('Upgrade me.');
  });

  it('gives way to data that can be read, and comes back', async () => {
    const { find, query, update } = mountData('garbage');
    await waitFor(() => find('.sb-error'));
    update(bundleFrom([traceFromText('root 0-1')]));
    expect(query('.sb-error')).toBeNull();
    expect(query('.sb-summary')).not.toBeNull();
    update('garbage');
    await waitFor(() => find('.sb-error'));
  });

  it('does not come when other data has come meanwhile', async () => {
    const { query, update } = mountData('garbage');
    update(bundleFrom([traceFromText('root 0-1')]));
    await import('../../bundle/parse-bundle');
    await new Promise(resolve => setTimeout(resolve));
    expect(query('.sb-error')).toBeNull();
    expect(query('.sb-summary')).not.toBeNull();
  });

  it('is drawn when the view itself fails, until other data comes', async () => {
    const failing = {
      state: {
        get: () => {
          throw new Error('host broke');
        },
        set: () => undefined
      }
    };
    const { find, query, update } = mountDrawing('root 0-1', failing);
    await waitFor(() => find('.sb-error'));
    expect(find('.sb-error').textContent).toContain('host broke');
    update(bundleFrom([traceFromText('other 0-1')]), {});
    expect(query('.sb-error')).toBeNull();
  });
});

describe('an odd trace', () => {
  it('is drawn, with a folded line that says what is odd', async () => {
    const record = traceFromText('root 0-10 / ..orphan 1-2 / ..backwards 5-3', {
      rows: { orphan: { parentId: 'gone' } }
    });
    const { find, names } = mountData(bundleFrom([record]));
    expect(names()).toEqual(
      expect.arrayContaining(['root', 'orphan', 'backwards'])
    );
    const warnings = await waitFor(() => find('details.sb-warnings'));
    expect(warnings.hasAttribute('open')).toBe(false);
    const odd = buildTrace(record).warnings;
    expect(odd.map(({ code }) => code)).toEqual([
      'orphan',
      'negative-duration'
    ]);
    expect(warnings.textContent).toContain('parent not in the trace: 1 span');
    expect(warnings.textContent).toContain('end before start: 1 span');
  });

  it('without spans says so', () => {
    const record = traceFromText('root 0-1');
    const { element } = mountData(bundleFrom([{ info: record.info }]));
    expect(element.textContent).toContain('not kept in the notebook');
  });

  it('is no reason to draw nothing: no traces at all', () => {
    expect(mountData(bundleFrom([])).element.textContent).toBe('No traces.');
  });
});
