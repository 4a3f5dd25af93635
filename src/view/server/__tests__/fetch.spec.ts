import { afterEach, describe, expect, it } from '@jest/globals';
import { fireEvent } from '@testing-library/dom';
import { traceFromText } from '../../../../test/trace-from-text';
import { bundleOf } from '../../../bundle/bundle-of';
import { serializeBundle } from '../../../bundle/serialize-bundle';
import type { FetchOptions } from '../../host';
import { bundleFrom, mountData, unmountAll } from '../../__tests__/mounted';
import { fakeServer, settled } from './fake-server';
import { pageOf } from './page';

afterEach(unmountAll);

const LONG = JSON.stringify({ text: 'x'.repeat(20_000), end: 'the end' });

const whole = traceFromText('root 0-10\n..search 1-4', {
  rows: {
    root: { inputs: LONG },
    search: { outputs: JSON.stringify(['y'.repeat(9000), 'last']) }
  }
});
const cut = serializeBundle(bundleOf([whole], { maxBytes: 3000 }));
const infoOnly = { info: whole.info };

function openedCut() {
  const { server, questions } = fakeServer();
  const mounted = mountData(cut, { server });
  fireEvent.click(mounted.row('root'));
  return { mounted, questions, ...pageOf(mounted) };
}

describe('a payload that was cut', () => {
  const button = /^Show all 20\.\d kB$/;

  it('is fetched on a click, and stands in place then', async () => {
    const { findButton, click, questions, mounted } = openedCut();
    await findButton(button);
    expect(questions).toEqual([]);
    await click(button);
    expect(questions[0]?.method).toBe('getTrace');
    await questions[0]!.answer(whole);
    expect(mounted.find('.sb-detail').textContent).toContain('the end');
    await settled(); // the focus follows once it is drawn
    expect(document.activeElement?.closest('.sb-detail')).not.toBeNull();
  });

  it('stays whole when the output is drawn again, and the other payloads of the trace are whole too', async () => {
    const { findButton, click, questions, mounted, queryButton } = openedCut();
    await findButton(button);
    await click(button);
    await questions[0]!.answer(whole);
    mounted.update(cut, { server: fakeServer().server });
    expect(mounted.find('.sb-detail').textContent).toContain('the end');
    await settled(() => fireEvent.click(mounted.row('search')));
    expect(mounted.find('.sb-detail').textContent).toContain('last');
    expect(queryButton(/^Show all \d.*kB$/)).toBeNull();
  });

  it('shows how much has come, and can be cancelled', async () => {
    const { findButton, click, questions, texts } = openedCut();
    await findButton(button);
    await click(button);
    const [, options] = questions[0]!.args;
    const { onProgress, signal } = options as FetchOptions;
    await settled(() => onProgress?.(12_300_000));
    expect(texts('.sb-ask')[0]).toBe('CancelFetching… 12.3 MB');
    await click('Cancel');
    expect(signal?.aborted).toBe(true);
    await questions[0]!.answer(whole);
    await findButton(button);
  });

  it('says in plain words why it cannot come, and can be asked for again', async () => {
    const { findButton, click, questions, refusals } = openedCut();
    await findButton(button);
    await click(button);
    await questions[0]!.refuse('Jupyter does not answer.');
    expect(refusals()).toEqual(['That did not work. Jupyter does not answer.']);
    await click(button);
    expect(questions.length).toBe(2);
    expect(refusals()).toEqual([]);
  });

  it('says so when the server does not have it either', async () => {
    const { findButton, click, questions, refusals } = openedCut();
    await findButton(button);
    await click(button);
    await questions[0]!.answer(traceFromText('other 0-1'));
    expect(refusals()).toEqual([
      'The tracking server does not have this value either.'
    ]);
  });

  it('is called off when the output goes', async () => {
    const { findButton, click, questions } = openedCut();
    await findButton(button);
    await click(button);
    unmountAll();
    const { signal } = questions[0]!.args[1] as FetchOptions;
    expect(signal?.aborted).toBe(true);
    await questions[0]!.answer(whole);
  });

  it('has no button where there is no server', async () => {
    const mounted = mountData(cut);
    fireEvent.click(mounted.row('root'));
    await settled();
    expect(mounted.find('.sb-detail').textContent).toContain('Cut to keep');
    expect(pageOf(mounted).queryButton(/^Show all 20/)).toBeNull();
  });
});

describe('a trace whose spans are not in the notebook', () => {
  const name = 'Fetch them from the tracking server';

  it('shows its timeline in place once they are fetched', async () => {
    const { server, questions } = fakeServer();
    const mounted = mountData(bundleFrom([infoOnly]), { server });
    const { findButton, click } = pageOf(mounted);
    await findButton(name);
    await click(name);
    await questions[0]!.answer(whole);
    expect(mounted.names()).toEqual(['root', 'search']);
    await settled();
    expect(document.activeElement?.classList.contains('sb-row')).toBe(true);
  });

  it('says so when the server has none', async () => {
    const { server, questions } = fakeServer();
    const mounted = mountData(bundleFrom([infoOnly]), { server });
    const { findButton, click, refusals } = pageOf(mounted);
    await findButton(name);
    await click(name);
    await questions[0]!.answer(infoOnly);
    expect(refusals()[0]).toContain('has no spans of this trace');
  });
});
