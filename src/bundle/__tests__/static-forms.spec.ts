import { describe, expect, it } from '@jest/globals';
import { traceFromText } from '../../../test/trace-from-text';
import { mimeBundleOf } from '../mime-bundle';
import { parseBundle } from '../parse-bundle';
import { plainText } from '../plain-text';
import { staticHtml } from '../static-html';
import type { TraceBundle, TraceRecord } from '../types';

const answer = traceFromText(
  'answer_question CHAIN 0-1240 / ..search RETRIEVER 100-400 / ..chat CHAT_MODEL 400-1200 !error',
  { rows: { chat: { statusMessage: 'no <key>' } } }
);

function bundle(...traces: readonly TraceRecord[]): TraceBundle {
  return { traces };
}

describe('plainText', () => {
  it('tells of each trace in one line', () => {
    const running = traceFromText('still 0-', { info: { traceId: 'tr-2' } });
    const { info } = traceFromText('unread 0-3', {
      info: { traceId: 'tr-3', tags: { 'mlflow.traceName': 'by tag' } }
    });
    expect(plainText({ traces: [answer, running, { info }], more: 1 })).toBe(
      [
        'OK  answer_question  1.24 s  3 spans  1 error  tr-00000000000000000000000000000001',
        'RUNNING  still  –  1 span  tr-2',
        'OK  by tag  3.00 ms  tr-3',
        '1 more trace'
      ].join('\n')
    );
  });

  it('says so when a trace has no name', () => {
    const unnamed = traceFromText('root 0-1', {
      info: { tags: { 'mlflow.traceName': '' } }
    });
    expect(plainText(bundle(unnamed))).toMatch(/^OK {2}unnamed trace {2}1/);
    expect(staticHtml(bundle(unnamed))).toContain('<b>unnamed trace</b>');
  });

  it('stays one line when a name does not', () => {
    const odd = traceFromText('root 0-1', {
      info: { tags: { 'mlflow.traceName': 'a\n\u202e\u001b[31mb' } }
    });
    expect(plainText(bundle(odd))).toMatch(/^OK {2}a \S?\[31mb {2}1\.00 ms/);
    expect(plainText(bundle(odd))).not.toMatch(/[\u001b\u202e]/);
  });
});

describe('staticHtml', () => {
  const linesOf = (html: string): string[] =>
    (/<pre><code>(.*)<\/code><\/pre>/.exec(html)?.[1] ?? '').split('&#10;');

  it('draws the tree and the timeline under the line of the trace', () => {
    const html = staticHtml(bundle(answer));
    expect(html).toMatch(
      /^<details open><summary>OK · <b>answer_question<\/b> · 1\.24 s · 3 spans · 1 error · <code>tr-0+1<\/code><\/summary><pre><code>/
    );
    expect(linesOf(html)).toEqual([
      '    Start   Duration  Timeline                  Span',
      '     0 µs     1.24 s  ████████████████████████  answer_question  CHAIN',
      '   100 ms     300 ms    ██████                    search  RETRIEVER',
      '   400 ms     800 ms          ███████████████     chat  CHAT_MODEL  ERROR: no &lt;key&gt;'
    ]);
  });

  it('draws what runs to the end of its trace, and no bar where nothing took time', () => {
    const running = traceFromText('root 0- / ..a 0-10 / ..b 5-');
    expect(linesOf(staticHtml(bundle(running))).at(-1)).toBe(
      '  5.00 ms          –              ████████████    b'
    );
    const instant = traceFromText('root 0-0');
    expect(linesOf(staticHtml(bundle(instant))).at(-1)).toMatch(
      /^ {5}0 µs {7}0 µs {28}root/
    );
  });

  it('is folded where the view is: a trace that is to be collapsed, and many', () => {
    expect(staticHtml({ traces: [answer], display: 'collapsed' })).toMatch(
      /^<details>/
    );
    expect(staticHtml(bundle(answer, answer))).not.toContain('open');
  });

  it('is one line a trace, so that another run changes no more than that', () => {
    const lines = staticHtml({ traces: [answer, answer], more: 1 }).split('\n');
    expect(lines).toHaveLength(3);
  });

  it('stands on bare tags that sanitisers let through', () => {
    const html = staticHtml(bundle(answer, answer));
    const tags = new Set(html.match(/<[^>]*>/g));
    expect([...tags].sort()).toEqual(
      ['b', 'code', 'details', 'pre', 'summary']
        .flatMap(tag => [`</${tag}>`, `<${tag}>`])
        .sort()
    );
  });

  it('escapes every text of a trace', () => {
    const evil = `<img src=x onerror="alert('1')">&`;
    const trace = traceFromText('root 0-1 !error', {
      info: { traceId: evil, tags: { 'mlflow.traceName': evil } },
      rows: { root: { name: evil, spanType: evil, statusMessage: evil } }
    });
    const html = staticHtml(bundle(trace));
    expect(html).not.toContain('<img');
    expect(
      html.match(
        /&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;/g
      )
    ).toHaveLength(5);
  });

  it('shows 200 spans over all traces and counts the others', () => {
    const many = traceFromText(
      ['root 0-10', ...Array.from({ length: 149 }, () => '..a 1-2')].join('\n')
    );
    const html = staticHtml(bundle(many, many, many));
    expect(html.match(/ (root|a)(?=&#10;|<)/g)).toHaveLength(200);
    expect(html).toContain('<p>100 more spans</p>');
    expect(html).toContain('<p>150 more spans</p>');
    expect(staticHtml({ traces: [], more: 2 })).toBe('<p>2 more traces</p>');
  });

  it('does not grow with the texts that programs write', () => {
    const long = 'x'.repeat(1_000_000);
    const trace = traceFromText('root 0-1 !error', {
      info: { tags: { 'mlflow.traceName': long } },
      rows: { root: { name: long, spanType: long, statusMessage: long } }
    });
    expect(staticHtml(bundle(trace)).length).toBeLessThan(3000);
    expect(plainText(bundle(trace)).length).toBeLessThan(500);
  });
});

describe('mimeBundleOf', () => {
  it('holds the bundle and what other hosts show', () => {
    const mime = mimeBundleOf(bundle(answer));
    expect(
      parseBundle(mime['application/vnd.spanbook.trace.v1+json'])
    ).toMatchObject({ ok: true, bundle: bundle(answer) });
    expect(mime['text/html']).toBe(staticHtml(bundle(answer)));
    expect(mime['text/plain']).toBe(plainText(bundle(answer)));
  });
});
