import { afterEach, describe, expect, it } from '@jest/globals';
import type { TraceBundle, TraceInfo } from '../../../bundle/types';
import { bundleFrom, mountData, unmountAll } from '../../__tests__/mounted';
import { fakeServer } from './fake-server';
import { pageOf } from './page';

afterEach(unmountAll);

function info(id: string): TraceInfo {
  return {
    traceId: id,
    state: 'OK',
    metadata: {},
    tags: { 'mlflow.traceName': `name of ${id}` },
    assessments: []
  };
}

const search = {
  experimentIds: ['1'],
  filter: "status = 'OK'",
  pageToken: '2'
};

function listed(ids: readonly string[], rest: Omit<TraceBundle, 'traces'>) {
  const { server, questions } = fakeServer();
  const traces = ids.map(id => ({ info: info(id) }));
  const data = bundleFrom(traces, rest);
  const mounted = mountData(data, { server });
  const idsShown = (): (string | undefined)[] =>
    [...mounted.element.querySelectorAll<HTMLElement>('[data-trace-id]')].map(
      row => row.dataset['traceId']
    );
  return { mounted, data, questions, idsShown, ...pageOf(mounted) };
}

const MORE = 'Load 50 more from the tracking server';

describe('the end of what a search found', () => {
  it('loads the next page on a click, each trace once, until there are no more', async () => {
    const { findButton, click, questions, idsShown, findText } = listed(
      ['a', 'b'],
      { search }
    );
    await findButton(MORE);
    expect(questions).toEqual([]);
    await click(MORE);
    expect(questions[0]?.args).toEqual([search, 50]);
    await questions[0]!.answer({
      infos: [info('b'), info('c')],
      pageToken: '4'
    });
    expect(idsShown()).toEqual(['a', 'b', 'c']);
    await click(MORE);
    expect(questions[1]?.args).toEqual([{ ...search, pageToken: '4' }, 50]);
    await questions[1]!.answer({ infos: [] });
    await findText('There are no more on the tracking server.');
  });

  it('stands under a search that gave a single trace too', async () => {
    const { findButton } = listed(['a'], { search });
    await findButton(MORE);
  });

  it('ends when a server gives the same page for ever', async () => {
    const { findButton, click, questions, findText } = listed(['a'], {
      search
    });
    await findButton(MORE);
    await click(MORE);
    await questions[0]!.answer({ infos: [info('a')], pageToken: '2' });
    await findText('There are no more on the tracking server.');
  });

  it('keeps what was loaded when the output is drawn again, but not for another search', async () => {
    const { findButton, click, questions, idsShown, mounted, data } = listed(
      ['a'],
      { search }
    );
    await findButton(MORE);
    await click(MORE);
    await questions[0]!.answer({ infos: [info('b')] });
    mounted.update(JSON.parse(JSON.stringify(data)), {
      server: fakeServer().server
    });
    expect(idsShown()).toEqual(['a', 'b']);
    const other = { ...search, filter: "status = 'ERROR'" };
    mounted.update(bundleFrom([{ info: info('z') }], { search: other }));
    expect(idsShown()).toEqual(['z']);
  });

  it('says in plain words why it could not, and can be asked again', async () => {
    const { findButton, click, questions, refusals } = listed(['a', 'b'], {
      search
    });
    await findButton(MORE);
    await click(MORE);
    await questions[0]!.refuse('The filter is not understood.');
    expect(refusals()[0]).toContain('The filter is not understood.');
    await click(MORE);
    expect(questions.length).toBe(2);
  });
});

describe('the traces of a cell that are not in the notebook', () => {
  it('are loaded by their ids, those that the server does not know left out', async () => {
    const { findButton, click, questions, idsShown, mounted } = listed(
      ['a', 'b'],
      { more: 3, moreIds: ['c', 'd', 'e'] }
    );
    const name = 'Load 3 more from the tracking server';
    await findButton(name);
    await click(name);
    expect(questions[0]?.args).toEqual([['c', 'd', 'e']]);
    await questions[0]!.answer([info('c'), info('e')]);
    expect(idsShown()).toEqual(['a', 'b', 'c', 'e']);
    expect(mounted.element.textContent).toContain('1 more trace of this cell');
  });

  it('are only counted where there is no server', () => {
    const { element } = mountData(
      bundleFrom([{ info: info('a') }], { more: 3, moreIds: ['c'] })
    );
    expect(element.textContent).toContain('3 more traces of this cell');
    expect(element.textContent).not.toContain('Load');
  });
});
