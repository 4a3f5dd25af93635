import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { configure, fireEvent, waitFor } from '@testing-library/preact';
import { traceFromText } from '../../../test/trace-from-text';
import type { TraceInfo, TraceRecord } from '../../bundle/types';
import type { ViewHost } from '../host';
import { fakeServer } from '../server/__tests__/fake-server';
import { speak } from '../strings/language';
import { bundleFrom, mountData, unmountAll, type Mounted } from './mounted';
import { press, settle } from './opened';

/** A language in which each word stands in brackets. What is a trace's own begins with "zz". */
const pseudo: ViewHost = {
  translate: (one, many = one, count) => `⟦${count === 1 ? one : many}⟧`,
  locale: 'de-DE'
};

const SPOKEN = ['aria-label', 'title', 'placeholder', 'alt'];
const INNERMOST = /⟦[^⟦⟧]*⟧/g;
/** Names of the trace, units, the key of a tool, and the month that `Intl` wrote. */
const KEPT = /zz\w*|\b(ms|s|B|kB|Jan)\b|µ|\(.\)$/g;

const TREE = `
  zzroot 0-100
  ..zzone 0-40 !error
  ..zztwo 50-100`;

const ASSESSMENT = JSON.stringify({
  assessment_id: 'zz-1',
  assessment_name: 'zzgood',
  source: { source_type: 'LLM_JUDGE', source_id: 'zzmodel' },
  feedback: { value: true }
});

beforeAll(() => {
  // Parts of the view are compiled when they are first asked for.
  configure({ asyncUtilTimeout: 20_000 });
});

afterEach(() => {
  unmountAll();
  speak({});
});

function trace(name: string, info: Partial<TraceInfo> = {}): TraceRecord {
  return traceFromText(TREE, {
    info: {
      traceId: name,
      tags: { 'mlflow.traceName': name, zztag: 'zzvalue' },
      assessments: [ASSESSMENT],
      requestPreview: 'zzasked',
      responsePreview: 'zzanswered',
      metadata: {
        'mlflow.trace.session': 'zzsession',
        'mlflow.trace.tokenUsage':
          '{"input_tokens":1,"output_tokens":2,"total_tokens":3}'
      },
      ...info
    }
  });
}

/** Mounts the traces and waits until what is fetched afterwards stands. */
async function shown(names: readonly string[]): Promise<Mounted> {
  const { server } = fakeServer();
  const data = bundleFrom(
    names.map(name => trace(name)),
    { more: 2 }
  );
  const mounted = mountData(
    names.length > 1 ? data : bundleFrom([trace('zz')]),
    {
      ...pseudo,
      server
    }
  );
  await settle();
  return mounted;
}

async function click({ find }: Mounted, selector: string): Promise<void> {
  fireEvent.click(await waitFor(() => find(selector)));
  await settle();
}

/** Words that a reader sees or hears and that nobody translated; times are written by `Intl`. */
function untranslated({ element }: Mounted): string[] {
  return [element, ...element.querySelectorAll('*')]
    .filter(
      node => !node.closest('time, kbd, li > code, [aria-hidden="true"], style')
    )
    .flatMap(node => [...ownTexts(node), ...spokenOf(node)])
    .map(withoutTranslations)
    .filter(text => /\p{L}/u.test(text));
}

function ownTexts({ childNodes }: Element): string[] {
  const text = [...childNodes]
    .filter(child => child.nodeType === Node.TEXT_NODE)
    .map(({ nodeValue }) => nodeValue ?? '');
  return [text.join('')];
}

function spokenOf(node: Element): string[] {
  return SPOKEN.map(name => node.getAttribute(name) ?? '');
}

/** A translation may stand in a blank of another. */
function withoutTranslations(text: string): string {
  const left = text.replace(INNERMOST, '').replace(KEPT, '');
  return left === text ? text : withoutTranslations(left);
}

describe('no word is left in English', () => {
  it('in the timeline with its tools, its critical path and its icicle', async () => {
    const view = await shown(['zz']);
    await waitFor(() => view.find('.sb-toolbar'));
    view.find('.sb-row[tabindex="0"]').focus();
    await press('c', 'e', 'i');
    await waitFor(() => view.find('.sb-path-line'));
    expect(untranslated(view)).toEqual([]);
    expect(view.element.textContent).toContain('⟦Critical path');
  });

  it('in the help, but for letters on keys', async () => {
    const view = await shown(['zz']);
    view.find('.sb-row[tabindex="0"]').focus();
    await press('?');
    await waitFor(() => view.find('.sb-help'));
    expect(untranslated(view)).toEqual([]);
    const keys = [...view.element.querySelectorAll('kbd')]
      .map(({ textContent }) => withoutTranslations(textContent))
      .filter(key => /\p{L}{2}/u.test(key));
    expect(keys).toEqual([]);
  });

  it('in find and filter, whatever is wrong with what was typed', async () => {
    const view = await shown(['zz']);
    await click(view, '.sb-tool[aria-keyshortcuts="/"]');
    const field = await waitFor(() => view.find('.sb-find .sb-field'));
    expect(untranslated(view)).toEqual([]);
    for (const value of ['zzone', 'zznone', '/(/', '/(zz+)+$/']) {
      fireEvent.input(field, { target: { value } });
      await settle();
      expect(untranslated(view)).toEqual([]);
    }
  });

  it('in the details and in the menu of a trace', async () => {
    const view = await shown(['zz']);
    fireEvent.click(view.row('zzone'));
    await waitFor(() => view.find('.sb-tabs'));
    await click(view, '[aria-haspopup=menu]');
    expect(untranslated(view)).toEqual([]);
  });

  it('in the forms for tags and feedback', async () => {
    const view = await shown(['zz']);
    await click(view, '.sb-tool[aria-label="⟦Tags and feedback⟧"]');
    await waitFor(() => view.find('.sb-chips .sb-more'));
    const labels = new Set<string | null>();
    for (const opener of view.element.querySelectorAll('.sb-more')) {
      fireEvent.click(opener);
      await settle();
      expect(untranslated(view)).toEqual([]);
      view.element
        .querySelectorAll('.sb-form')
        .forEach(form => labels.add(form.getAttribute('aria-label')));
    }
    expect(labels.size).toBeGreaterThan(1);
  });

  it('in the table, its menu and the comparison of two traces', async () => {
    const view = await shown(['zza', 'zzb', 'zzc']);
    await waitFor(() => view.find('.sb-table'));
    expect(untranslated(view)).toEqual([]);
    const boxes = view.element.querySelectorAll('input[type=checkbox]');
    [...boxes].slice(0, 2).forEach(box => fireEvent.click(box));
    await settle();
    await click(view, '.sb-table-tools > .sb-tool:not([aria-pressed])');
    await waitFor(() => view.find('.sb-compare'));
    await click(view, '.sb-table-tools [aria-haspopup=menu]');
    expect(untranslated(view)).toEqual([]);
  });

  it('in what is wrong with a trace, and in what is odd', async () => {
    const view = mountData(
      {
        version: 1,
        traces: [{ trace_id: 'zz', state: 'zz', spans: { ids: 3 } }]
      },
      pseudo
    );
    await waitFor(() => view.find('.sb-warnings li'));
    expect(untranslated(view)).toEqual([]);
    const card = mountData({ version: 99, traces: [] }, pseudo);
    await waitFor(() => card.find('.sb-error'));
    expect(untranslated(card)).toEqual([]);
    const backwards = traceFromText('zz 5-3');
    const mended = mountData(bundleFrom([backwards]), pseudo);
    await waitFor(() => mended.find('.sb-warnings li'));
    expect(untranslated(mended)).toEqual([]);
  });
});
