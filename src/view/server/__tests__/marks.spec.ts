import { afterEach, describe, expect, it } from '@jest/globals';
import { fireEvent } from '@testing-library/dom';
import { traceFromText } from '../../../../test/trace-from-text';
import type { TraceInfo } from '../../../bundle/types';
import { violations } from '../../__tests__/axe-violations';
import {
  bundleFrom,
  mountData,
  unmountAll,
  type Mounted
} from '../../__tests__/mounted';
import { fakeServer, settled, type Question } from './fake-server';
import { pageOf } from './page';

afterEach(unmountAll);

const TRACE = 'tr-00000000000000000000000000000001';
const SPAN = '0000000000000002';

const HELPFUL = JSON.stringify({
  assessment_id: 'a-1',
  assessment_name: 'helpful',
  source: { source_type: 'HUMAN', source_id: 'ana' },
  feedback: { value: true },
  rationale: 'says it in one line'
});
const JUDGED = JSON.stringify({
  assessment_id: 'a-2',
  assessment_name: 'relevance',
  source: { source_type: 'LLM_JUDGE', source_id: 'gpt-4o' },
  feedback: { value: 0.25 },
  span_id: SPAN
});

function opened(info: Partial<TraceInfo>) {
  const { server, questions } = fakeServer();
  const trace = traceFromText('root 0-10\n..search 1-4', { info });
  const mounted = mountData(bundleFrom([trace]), { server });
  return { mounted, questions, ...pageOf(mounted) };
}

/** With tags and feedback open for editing. */
async function editing(info: Partial<TraceInfo> = {}) {
  const page = opened(info);
  await settled();
  await page.click('Tags and feedback');
  await page.findButton('Add a tag');
  return page;
}

function only(questions: readonly Question[]): Question {
  expect(questions.length).toBe(1);
  return questions[0]!;
}

const tagsIn = (mounted: Mounted): string[] =>
  pageOf(mounted).texts('.sb-chip-text');

describe('tags and assessments', () => {
  const marked = {
    tags: { stage: 'draft', 'mlflow.traceName': 'x' },
    assessments: [HELPFUL, JUDGED]
  };

  it('stand under the line of the trace, without those that MLflow sets for itself', async () => {
    const mounted = mountData(
      bundleFrom([traceFromText('root 0-10\n..search 1-4', { info: marked })])
    );
    await pageOf(mounted).findText('stage');
    expect(tagsIn(mounted)).toEqual(['stagedraft']);
    const [first, second] = pageOf(mounted).texts('.sb-assessment');
    expect(first).toBe('helpful yes anasays it in one line');
    expect(second).toBe('relevance 0.25 on search · judge gpt-4o');
  });

  it('are for reading only where there is no server', async () => {
    const mounted = mountData(
      bundleFrom([traceFromText('root 0-10', { info: marked })])
    );
    await pageOf(mounted).findText('stage');
    expect(mounted.query('.sb-marks button')).toBeNull();
    expect(mounted.query('[aria-label="Tags and feedback"]')).toBeNull();
  });

  it('leave out feedback that other feedback overrides, and show what is no assessment as it is', async () => {
    const overridden = JSON.stringify({
      ...JSON.parse(HELPFUL),
      valid: false
    });
    const { texts, findText } = opened({
      assessments: [overridden, 'not JSON']
    });
    await findText('not JSON');
    expect(texts('.sb-assessment').length).toBe(1);
  });

  it('ask the server nothing by themselves', async () => {
    const { questions } = await editing(marked);
    expect(questions).toEqual([]);
  });

  it('have no fault that axe knows, while they are edited too', async () => {
    const page = await editing(marked);
    await page.click('Give feedback');
    expect(await violations(page.mounted.element)).toEqual([]);
    await page.click('Cancel');
    await page.click('Add a tag');
    expect(await violations(page.mounted.element)).toEqual([]);
  }, 60_000); // axe on a busy machine
});

describe('a tag', () => {
  it('shows at once when it is added, before the server has it', async () => {
    const { questions, click, type, save, mounted } = await editing();
    await click('Add a tag');
    expect(document.activeElement?.getAttribute('name')).toBe('key');
    await type('Tag', 'stage');
    await type('Value', 'draft');
    await save();
    expect(tagsIn(mounted)).toEqual(['stagedraft']);
    const { method, args, answer } = only(questions);
    expect([method, ...args]).toEqual(['setTag', TRACE, 'stage', 'draft']);
    await answer(undefined);
    expect(tagsIn(mounted)).toEqual(['stagedraft']);
    expect(document.activeElement?.textContent).toBe('Add a tag');
  });

  it('is as it was before, with the reason, when the server refuses', async () => {
    const { questions, click, type, save, mounted, refusals } = await editing({
      tags: { stage: 'draft' }
    });
    await click(/^Change the tag stage/);
    await type('Value', 'final');
    await save();
    expect(tagsIn(mounted)).toEqual(['stagefinal']);
    await only(questions).refuse('The trace was deleted.');
    expect(tagsIn(mounted)).toEqual(['stagedraft']);
    expect(refusals()).toEqual([
      'Not saved, so it was undone. The trace was deleted.'
    ]);
  });

  it('goes at once when it is removed, and comes back when the server refuses', async () => {
    const { questions, click, mounted, refusals } = await editing({
      tags: { stage: 'draft', team: 'a' }
    });
    await click('Remove the tag stage');
    expect(tagsIn(mounted)).toEqual(['teama']);
    const { method, args, refuse } = only(questions);
    expect([method, ...args]).toEqual(['deleteTag', TRACE, 'stage']);
    await refuse('No.');
    expect(tagsIn(mounted)).toEqual(['stagedraft', 'teama']);
    expect(refusals().length).toBe(1);
  });

  it('keeps other edits when one of several is refused', async () => {
    const { questions, click, mounted } = await editing({
      tags: { a: '1', b: '2' }
    });
    await click('Remove the tag a');
    await click('Remove the tag b');
    expect(tagsIn(mounted)).toEqual([]);
    await questions[0]!.refuse('No.');
    await questions[1]!.answer(undefined);
    expect(tagsIn(mounted)).toEqual(['a1']);
  });

  it('stays edited when the cell draws the trace again', async () => {
    const { questions, click, mounted } = await editing({ tags: { a: '1' } });
    await click('Remove the tag a');
    await only(questions).answer(undefined);
    const grown = traceFromText('root 0-10\n..search 1-4\n..more 5-6', {
      info: { tags: { a: '1' } }
    });
    mounted.update(bundleFrom([grown]));
    expect(mounted.names()).toEqual(['root', 'search', 'more']);
    expect(tagsIn(mounted)).toEqual([]);
  });

  it('is not sent with a name of spaces, nor when the reader presses Escape', async () => {
    const { questions, click, type, mounted } = await editing();
    await click('Add a tag');
    await type('Tag', '   ');
    expect(mounted.find('form').matches(':invalid')).toBe(true);
    await settled(() => {
      fireEvent.keyDown(mounted.find('form input'), { key: 'Escape' });
    });
    expect(mounted.query('form')).toBeNull();
    expect(questions).toEqual([]);
  });

  it('does no harm when its answer comes after the output is gone', async () => {
    const { questions, click } = await editing({ tags: { a: '1' } });
    await click('Remove the tag a');
    unmountAll();
    await only(questions).refuse('too late');
  });

  it('is undone also after the trace was closed meanwhile', async () => {
    const { questions, click, mounted, findText } = await editing({
      tags: { stage: 'draft' }
    });
    await click('Remove the tag stage');
    await settled(() => mounted.find('.sb-summary').click());
    await only(questions).refuse('No.');
    await settled(() => mounted.find('.sb-summary').click());
    await findText('stage');
  });
});

describe('feedback', () => {
  it.each([
    ['Good', undefined, true],
    ['Bad', undefined, false],
    ['Score', '0.5', 0.5],
    ['Text', 'too long', 'too long']
  ])('is given as %s', async (kind, typed, value) => {
    const { questions, click, choose, type, save, texts } = await editing();
    await click('Give feedback');
    await choose(kind);
    if (typed !== undefined) {
      await settled(() => {
        const [input] = document.querySelectorAll('form [name=value]');
        fireEvent.input(input!, { target: { value: typed } });
      });
    }
    await type('Comment', 'why not');
    await save();
    expect(texts('.sb-assessment').length).toBe(1);
    const { method, args, answer } = only(questions);
    expect([method, ...args]).toEqual([
      'logFeedback',
      TRACE,
      { name: 'feedback', value, rationale: 'why not' }
    ]);
    await answer(HELPFUL);
    expect(texts('.sb-assessment')).toEqual([
      'helpful yes anasays it in one line'
    ]);
  });

  it('is taken back when the server refuses', async () => {
    const { questions, click, save, texts, refusals } = await editing();
    await click('Give feedback');
    await save();
    await only(questions).refuse('The server has stopped.');
    expect(texts('.sb-assessment')).toEqual([]);
    expect(refusals()[0]).toContain('The server has stopped.');
  });

  it('of a person is changed in place', async () => {
    const { questions, click, choose, save, texts } = await editing({
      assessments: [HELPFUL]
    });
    await click('Change the feedback helpful');
    await choose('Bad');
    await save();
    expect(texts('.sb-assessment')[0]).toContain('helpful no ana');
    const { method, args, refuse } = only(questions);
    expect([method, ...args]).toEqual([
      'updateFeedback',
      TRACE,
      'a-1',
      { value: false, rationale: 'says it in one line' }
    ]);
    await refuse('No.');
    expect(texts('.sb-assessment')[0]).toContain('helpful yes ana');
  });

  it("of a judge is not changed: the reader's own stands in its place", async () => {
    const { questions, click, choose, save, texts } = await editing({
      assessments: [JUDGED]
    });
    await click('Change the feedback relevance');
    await choose('Good');
    await save();
    expect(only(questions).args[1]).toEqual({
      name: 'relevance',
      value: true,
      rationale: '',
      spanId: SPAN,
      overrides: 'a-2'
    });
    expect(texts('.sb-verdict')).toEqual(['yes']);
    await only(questions).refuse('No.');
    expect(texts('.sb-verdict')).toEqual(['0.25']);
  });

  it('is removed, and what it had replaced holds again', async () => {
    const replaced = { ...JSON.parse(JUDGED), valid: false };
    const own = { ...JSON.parse(HELPFUL), overrides: 'a-2' };
    const { questions, click, texts } = await editing({
      assessments: [JSON.stringify(replaced), JSON.stringify(own)]
    });
    expect(texts('.sb-assessment-name')).toEqual(['helpful']);
    await click('Remove helpful');
    expect(only(questions).args).toEqual([TRACE, 'a-1']);
    expect(texts('.sb-assessment-name')).toEqual(['relevance']);
  });

  it('on a span stands among its details, and is given there', async () => {
    const { questions, mounted, click, save, findButton, texts } = opened({});
    fireEvent.click(mounted.row('search'));
    await findButton('Give feedback on this span');
    await click('Give feedback on this span');
    await save();
    expect(only(questions).args[1]).toMatchObject({ spanId: SPAN });
    expect(texts('.sb-detail .sb-assessment').length).toBe(1);
  });

  it('keeps long integers that it does not change', async () => {
    const big = `{"assessment_id":"a-1","assessment_name":"n","feedback":{"value":9007199254740993}}`;
    const { texts, queryButton } = await editing({ assessments: [big] });
    expect(texts('.sb-verdict')).toEqual(['9007199254740993']);
    expect(queryButton('Change the feedback n')).toBeNull();
  });
});

describe('Refresh', () => {
  it('shows tags and assessments as the server has them', async () => {
    const { questions, click, mounted, texts } = await editing({
      tags: { old: '1' }
    });
    await click('Refresh');
    const { method, args, answer } = only(questions);
    expect([method, ...args]).toEqual(['getInfo', TRACE]);
    await answer({ tags: { new: '2' }, assessments: [HELPFUL] });
    expect(tagsIn(mounted)).toEqual(['new2']);
    expect(texts('.sb-assessment-name')).toEqual(['helpful']);
  });

  it('says in plain words why it could not', async () => {
    const { questions, click, refusals, mounted } = await editing({
      tags: { old: '1' }
    });
    await click('Refresh');
    await only(questions).refuse('MLflow is starting.');
    expect(refusals()).toEqual(['That did not work. MLflow is starting.']);
    expect(tagsIn(mounted)).toEqual(['old1']);
  });
});
