import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { Trace } from '../trace';
import { TRACE_NAMES, traceFixture } from './fixtures';

/** JSON text with each long integer as a string, so that comparing sees all digits. */
function withDigits(text: string): unknown {
  return JSON.parse(text.replace(/(?<=[:[] ?)(-?\d{16,})(?=[,\]} ])/g, '"$1"'));
}

const agent = () =>
  Trace.fromJSON(traceFixture('01_agent_chat_rag_tool', 'python'));
const assessed = () => Trace.fromJSON(traceFixture('07_assessments', 'rest'));

describe('Trace', () => {
  it.each(TRACE_NAMES)('writes %s as Python wrote it', name => {
    const python = traceFixture(name, 'python');
    const ours = Trace.fromJSON(python).toJSONString();
    expect(withDigits(ours)).toEqual(withDigits(python));
  });

  it.each(TRACE_NAMES)(
    'writes %s from the REST form as Python wrote it',
    name => {
      const ours = Trace.fromJSON(traceFixture(name, 'rest')).toJSONString();
      expect(withDigits(ours)).toEqual(
        withDigits(traceFixture(name, 'python'))
      );
    }
  );

  it.each(TRACE_NAMES)('reads back what JSON.stringify made of %s', name => {
    const trace = Trace.fromJSON(traceFixture(name, 'rest'));
    const copies = [
      Trace.fromJSON(JSON.stringify(trace)),
      Trace.fromJSON(JSON.parse(JSON.stringify(trace))),
      Trace.fromJSON(trace.toJSON()),
      Trace.fromJSON(trace.toJSONString({ pretty: true }))
    ];
    for (const copy of copies) {
      expect(copy.toJSONString()).toBe(trace.toJSONString());
    }
  });

  it('keeps every nanosecond', () => {
    const text = traceFixture('02_error_exception', 'rest');
    const [root] = Trace.fromJSON(text).data.spans;
    expect(root?.startTimeNs).toBe(1795358401500570310n);
    expect(root?.endTimeNs).toBe(1795358401504042416n);
    expect(root?.events[0]?.timestamp).toBe(1795358401503894528n);
  });

  it('indents pretty text as Python does', () => {
    const trace = Trace.fromJSON({
      info: {
        trace_id: 'tr-1',
        trace_location: { type: 'T' },
        state: 'OK',
        request_time: '2026-01-02T03:04:05Z'
      },
      data: { spans: [] }
    });
    expect(trace.toJSONString({ pretty: true })).toBe(
      [
        '{',
        '  "info": {',
        '    "trace_id": "tr-1",',
        '    "trace_location": {',
        '      "type": "T"',
        '    },',
        '    "request_time": "2026-01-02T03:04:05Z",',
        '    "state": "OK"',
        '  },',
        '  "data": {',
        '    "spans": []',
        '  }',
        '}'
      ].join('\n')
    );
  });

  it.each([[null], [[]], ['[1]'], [1], [{ data: {} }]])(
    'refuses %j, which is no trace',
    value => {
      expect(() => Trace.fromJSON(value)).toThrow(TypeError);
    }
  );

  it('refuses text that is no JSON', () => {
    expect(() => Trace.fromJSON('{')).toThrow(SyntaxError);
  });

  it('gives the display a record with the same spans', () => {
    const trace = agent();
    const { info, spans } = trace.toRecord();
    expect(info.traceId).toBe(trace.traceId);
    expect(spans?.names).toEqual(trace.data.spans.map(span => span.name));
    expect(info.startTime).toBe(trace.data.spans[0]?.startTimeNs);
  });
});

describe('searchSpans', () => {
  it('finds all spans when nothing is asked', () => {
    expect(agent().searchSpans()).toEqual(agent().data.spans);
  });

  it('takes a string as the whole name and an expression as a part', () => {
    const names = agent().data.spans.map(span => span.name);
    const [name = ''] = names;
    expect(agent().searchSpans({ name }).length).toBe(
      names.filter(other => other === name).length
    );
    expect(agent().searchSpans({ name: name.slice(0, -1) })).toEqual([]);
    expect(
      agent().searchSpans({ name: new RegExp(name.slice(0, -1)) }).length
    ).toBeGreaterThan(0);
  });

  it('asks a global expression the same of each span', () => {
    const everySpan = agent().searchSpans({ name: /./g });
    expect(everySpan.length).toBe(agent().data.spans.length);
  });

  it('knows an expression of another realm, as a notebook has', () => {
    const foreign: RegExp = runInNewContext('/./');
    expect(agent().searchSpans({ name: foreign }).length).toBeGreaterThan(0);
  });

  it('wants every member to fit', () => {
    const [root, child] = agent().data.spans;
    const { name = '', spanType = '', spanId = '' } = root ?? {};
    expect(agent().searchSpans({ name, spanType, spanId }).length).toBe(1);
    expect(
      agent().searchSpans({ name, spanId: child?.spanId ?? 'none' })
    ).toEqual([]);
  });

  it('refuses a name that is neither', () => {
    const query: object = { name: 5 };
    expect(() => agent().searchSpans(query)).toThrow(
      'searchSpans: expected name to be a string or a RegExp, found a value of type number'
    );
  });
});

describe('searchAssessments', () => {
  it('finds by name, span and type', () => {
    expect(
      assessed()
        .searchAssessments()
        .map(each => each.name)
    ).toEqual([
      'correct',
      'score',
      'judge_err',
      'expected_facts',
      'span_level'
    ]);
    expect(
      assessed()
        .searchAssessments({ type: 'expectation' })
        .map(each => each.name)
    ).toEqual(['expected_facts']);
    expect(
      assessed()
        .searchAssessments({ spanId: '70282003734c3d7e' })
        .map(each => each.name)
    ).toEqual(['span_level']);
    expect(assessed().searchAssessments({ name: 'none' })).toEqual([]);
  });

  it('leaves out overridden ones unless all are asked for', () => {
    const text = traceFixture('07_assessments', 'rest').replace(
      '"valid":true',
      '"valid":false'
    );
    const trace = Trace.fromJSON(text);
    expect(trace.searchAssessments().length).toBe(4);
    expect(trace.searchAssessments({ all: true }).length).toBe(5);
  });

  it('reads value, source, error and metadata', () => {
    const [correct, score, error, facts] = assessed().info.assessments;
    expect(correct).toMatchObject({
      type: 'feedback',
      value: true,
      rationale: 'fine',
      source: { sourceType: 'HUMAN', sourceId: 'a@b.c' }
    });
    expect(score).toMatchObject({ value: 4.5, metadata: { m: '1' } });
    expect(error).toMatchObject({
      value: null,
      error: { errorCode: 'ValueError', errorMessage: 'judge failed' }
    });
    expect(facts).toMatchObject({ type: 'expectation', value: ['a', 'b'] });
  });
});
