import { afterEach, describe, expect, it } from '@jest/globals';
import { configure, fireEvent, waitFor } from '@testing-library/preact';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { traceFromText } from '../../../test/trace-from-text';
import type { TraceRecord } from '../../bundle/types';
import { bundleFrom, mountData, unmountAll, type Mounted } from './mounted';

const HEBREW = /\p{Script=Hebrew}/u;

/** What a sentence of the view quotes, between the marks that keep its direction to itself. */
const ISOLATED = /\u2068[^\u2069]*\u2069/g;

const ASSESSMENT = JSON.stringify({
  assessment_name: 'טוב',
  source: { source_type: 'HUMAN', source_id: 'ana' },
  feedback: { value: 'מאוד' },
  rationale: 'תשובה'
});

// Parts of the view are compiled when they are first asked for.
configure({ asyncUtilTimeout: 20_000 });

afterEach(unmountAll);

function trace(traceId: string): TraceRecord {
  return traceFromText('שורש TASK 0-10\n..שאלה LLM 1-4', {
    info: {
      traceId,
      tags: { 'mlflow.traceName': 'שם', שלב: 'טיוטה' },
      assessments: [ASSESSMENT],
      requestPreview: 'מה',
      metadata: { 'mlflow.trace.session': 'פגישה' }
    }
  });
}

/** Elements with a text of the trace whose direction would be the page's. */
function undirected({ element }: Mounted): string[] {
  const sheet = document.createElement('style');
  sheet.textContent = ['base', 'detail', 'server', 'table']
    .map(part => readFileSync(join('style', `${part}.css`), 'utf8'))
    .join('\n');
  document.head.append(sheet);
  const found = [...element.querySelectorAll('*')].filter(
    node =>
      [...node.childNodes].some(
        ({ nodeType, nodeValue }) =>
          nodeType === Node.TEXT_NODE &&
          HEBREW.test((nodeValue ?? '').replace(ISOLATED, ''))
      ) && !isDirected(node)
  );
  sheet.remove();
  return found.map(({ outerHTML }) => outerHTML);
}

function isDirected(node: Element | null): boolean {
  return (
    node !== null &&
    (node.getAttribute('dir') === 'auto' ||
      getComputedStyle(node).getPropertyValue('unicode-bidi') === 'plaintext')
  );
}

describe('text of a trace reads the way its own letters do', () => {
  it('in the timeline, the tags and the feedback', async () => {
    const view = mountData(bundleFrom([trace('tr-1')]));
    await waitFor(() => view.find('.sb-assessment'));
    expect(HEBREW.test(view.element.textContent)).toBe(true);
    expect(undirected(view)).toEqual([]);
  });

  it('in the table, by session', async () => {
    const view = mountData(bundleFrom([trace('tr-1'), trace('tr-2')]));
    await waitFor(() => view.find('.sb-table-chip'));
    expect(undirected(view)).toEqual([]);
    fireEvent.click(view.find('.sb-table-tools > [aria-pressed]'));
    expect(undirected(view)).toEqual([]);
  });
});
