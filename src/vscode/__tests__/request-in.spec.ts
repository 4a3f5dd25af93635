/** @jest-environment node */
import { describe, expect, it } from '@jest/globals';
import { requestIn } from '../request-in';

const ask = (call: unknown, more: object = {}): unknown => ({
  ...{ type: 'ask', id: 'x-1', call },
  ...more
});
const ofTrace = (more: object): unknown => ({ traceId: 'tr-1', ...more });

describe('requestIn', () => {
  it.each([
    { type: 'ready' },
    { type: 'cancel', id: 'x-1' },
    { type: 'save', name: 'a trace.json', base64: 'e30=' },
    ask(ofTrace({ method: 'getTrace' }), { named: 'http://a' }),
    ask({
      method: 'nextPage',
      search: {
        experimentIds: ['1'],
        pageToken: 't',
        filter: 'f',
        orderBy: ['o']
      },
      count: 50
    }),
    ask(ofTrace({ method: 'setTag', key: 'k', value: '' })),
    ask(
      ofTrace({
        method: 'logFeedback',
        feedback: { name: 'n', value: 0.5, rationale: '', spanId: 's' }
      })
    ),
    ask(
      ofTrace({
        method: 'updateFeedback',
        assessmentId: 'a',
        change: { value: true, rationale: 'r' }
      })
    )
  ])('takes %j as it is', request => {
    expect(requestIn(request)).toEqual(request);
  });

  it.each([
    ['what is no message', 'ready'],
    ['a request of another kind', { type: 'fetch', url: 'http://a' }],
    [
      'a file name that leads elsewhere',
      { type: 'save', name: '../a', base64: '' }
    ],
    ['bytes that are none', { type: 'save', name: 'a', base64: '{}' }],
    ['a method that nobody has', ask(ofTrace({ method: 'deleteTraces' }))],
    ['a method of all objects', ask(ofTrace({ method: 'toString' }))],
    ['a step up the address', ask({ method: 'getTrace', traceId: '..' })],
    ['two steps of an address', ask({ method: 'getTrace', traceId: 'a/b' })],
    [
      'a step up behind the trace',
      ask(ofTrace({ method: 'deleteAssessment', assessmentId: '..' }))
    ],
    [
      'a list with something else in it',
      ask({ method: 'getInfos', traceIds: ['a', 1] })
    ],
    [
      'more traces than a page has',
      ask({ method: 'getInfos', traceIds: Array(501).fill('a') })
    ],
    ['a tag without a value', ask(ofTrace({ method: 'setTag', key: 'k' }))],
    [
      'a tag of a megabyte',
      ask(ofTrace({ method: 'setTag', key: 'k', value: 'x'.repeat(1e6) }))
    ],
    [
      'feedback that is an object',
      ask(
        ofTrace({
          method: 'logFeedback',
          feedback: { name: 'n', value: {}, rationale: '' }
        })
      )
    ],
    [
      'a search without its page',
      ask({ method: 'nextPage', search: { experimentIds: [] }, count: 5 })
    ]
  ])('refuses %s', (_, message) => {
    expect(requestIn(message)).toBeUndefined();
  });

  it('drops what a call has besides', () => {
    const request = requestIn(
      ask(ofTrace({ method: 'getInfo', address: 'http://evil' }), {
        headers: { Authorization: 'mine' }
      })
    );
    expect(JSON.stringify(request)).not.toMatch(/evil|mine/);
  });
});
