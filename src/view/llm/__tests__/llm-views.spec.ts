import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { act, fireEvent, waitFor } from '@testing-library/preact';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURES } from '../../../../test/golden-text';
import {
  chatFixture,
  payloadTexts,
  type SpanFixture
} from '../../../../test/span-fixture';
import { traceFromText } from '../../../../test/trace-from-text';
import { violations } from '../../__tests__/axe-violations';
import {
  bundleFrom,
  loadDetails,
  mountData,
  unmountAll,
  type Mounted
} from '../../__tests__/mounted';

beforeAll(loadDetails);
afterEach(unmountAll);

function opened(recorded: SpanFixture): Mounted {
  const mounted = mountData(
    bundleFrom([
      traceFromText(`span ${recorded.type ?? 'CHAT_MODEL'} 0-10`, {
        rows: { span: payloadTexts(recorded) }
      })
    ])
  );
  fireEvent.click(mounted.row('span'));
  return mounted;
}

const answer = (content: unknown): SpanFixture => ({
  inputs: { messages: [{ role: 'user', content: 'hi' }] },
  outputs: { choices: [{ message: { role: 'assistant', content } }] }
});

describe('the chat', () => {
  it.each(
    readdirSync(join(FIXTURES, 'messages'))
      .map(file => file.replace(/\.json$/, ''))
      .filter(name => !name.startsWith('no-chat'))
  )('of %s is the first part', name => {
    const mounted = opened(chatFixture(name).recorded);
    expect(mounted.find('[role=tab]').textContent).toBe('Chat');
    expect(mounted.query('.sb-message')).not.toBeNull();
  });

  it.each(['openai-chat', 'anthropic-tools', 'vercel-ui'])(
    'of %s is accessible',
    async name => {
      const { element } = opened(chatFixture(name).recorded);
      expect(await violations(element)).toEqual([]);
    }
  );

  it('sets the answer apart, with calls and their results in one place', () => {
    const { element, find } = opened(
      chatFixture('otel-genai-attributes').recorded
    );
    const messages = [...element.querySelectorAll<HTMLElement>('.sb-message')];
    expect(
      messages.map(({ dataset }) => [dataset['role'], dataset['answer']])
    ).toEqual([
      ['system', 'false'],
      ['user', 'false'],
      ['assistant', 'false'],
      ['assistant', 'true']
    ]);
    expect(find('.sb-message .sb-call').textContent).toMatch(
      /get_weather.*location.*Paris.*Result.*rainy/
    );
  });

  it('draws Markdown once its code is there, and text as recorded on request', async () => {
    const mounted = opened(answer('# Title\n\n**bold** `code`'));
    await waitFor(() => mounted.find('.sb-markdown strong'), {
      timeout: 15_000
    });
    const plain = [
      ...mounted.element.querySelectorAll<HTMLElement>('.sb-chat-head button')
    ];
    fireEvent.click(plain[0]!);
    expect(mounted.query('.sb-markdown')).toBeNull();
    expect(mounted.element.textContent).toContain('# Title');
  });

  it('draws more than 100 kB as text', () => {
    const mounted = opened(answer('**bold** '.repeat(20_000)));
    expect(mounted.query('.sb-markdown')).toBeNull();
    expect(mounted.element.textContent).toContain('Show 100 kB more of 180 kB');
  });

  it('draws a structured answer as a tree', () => {
    const mounted = opened(answer('{"name":"fair","people":["Alice"]}'));
    expect(
      mounted.find('[data-answer=true] [role=tree]').textContent
    ).toContain('fair');
  });

  it('asks no server for a picture before a click that names it', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } }
    ];
    const mounted = opened({
      inputs: { messages: [{ role: 'user', content }] },
      outputs: 'x'
    });
    expect(mounted.query('img, audio')).toBeNull();
    const button = mounted.find('.sb-media button');
    expect(button.textContent).toBe('Load picture from example.com');
    fireEvent.click(button);
    expect(mounted.find('img').getAttribute('referrerpolicy')).toBe(
      'no-referrer'
    );
  });

  it('shows the last messages of a long history, and the others on request', () => {
    const messages = Array.from({ length: 100 }, (_, at) => ({
      role: 'user',
      content: `m${at}`
    }));
    const mounted = opened({ inputs: { messages }, outputs: 'x' });
    expect(mounted.element.querySelectorAll('.sb-message')).toHaveLength(30);
    fireEvent.click(mounted.find('.sb-chat > .sb-more'));
    expect(mounted.element.querySelectorAll('.sb-message')).toHaveLength(60);
  });
});

describe('spans by their type', () => {
  const documents = ['first', 'second'].map((text, at) => ({
    page_content: text,
    metadata: { doc_uri: `https://example.com/${at}`, score: 0.5 - at / 10 }
  }));

  const cases: readonly (readonly [
    recorded: SpanFixture,
    title: string,
    selector: string,
    text: RegExp
  ])[] = [
    [
      { type: 'RETRIEVER', inputs: { query: 'q' }, outputs: documents },
      'Documents 2',
      '.sb-card',
      /score 0\.5.*example\.com\/0.*first/
    ],
    [
      {
        type: 'RERANKER',
        inputs: { d: documents },
        outputs: [...documents].reverse()
      },
      'Order 2',
      '.sb-card',
      /up 1, was 2.*second/
    ],
    [
      { type: 'EMBEDDING', inputs: { t: 'hi' }, outputs: [0.5, 0.25, 1] },
      'Embedding',
      '.sb-card',
      /3 numbers.*0\.5, 0\.25, 1/
    ],
    [
      { type: 'TOOL', inputs: { city: 'Paris' }, outputs: { temp: 21 } },
      'Tool',
      '.sb-tool-use',
      /span.*Arguments.*Paris.*Result.*21/
    ]
  ];

  it.each(cases)(
    'have a reading of their own: %j',
    async (recorded, title, selector, text) => {
      const mounted = opened(recorded);
      expect(mounted.find('[role=tab]').textContent).toBe(title);
      expect(mounted.find(selector).textContent).toMatch(text);
      expect(await violations(mounted.element)).toEqual([]);
    }
  );

  it('falls back to the values where the contents are something else', () => {
    const mounted = opened({ type: 'RETRIEVER', inputs: 1, outputs: { x: 1 } });
    expect(mounted.find('[role=tab]').textContent).toBe('Input/Output');
  });
});

describe('Markdown of strangers', () => {
  it.each([
    '<img src=x onerror=alert(1)>',
    '![x](https://evil.example/pixel.png)',
    '![x](javascript:alert(1))',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](//evil.example) [y](/lab) [z](vbscript:x)',
    '<a href="javascript:alert(1)">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<style>*{display:none}</style>',
    '<form action="https://evil.example"><input></form>',
    '<svg><script>alert(1)</script></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '```html\n<script>alert(1)</script>\n```',
    '```"><img src=x onerror=alert(1)>\ncode\n```',
    '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
    '<div id="root" name="body" class="jp-Notebook">x</div> **b**',
    '| a |\n|---|\n| <img src=x onerror=alert(1)> |'
  ])('makes nothing that runs, asks or escapes: %s', async text => {
    const { element, find } = opened(answer(`${text}\n\n**end**`));
    await waitFor(() => find('.sb-markdown strong'), { timeout: 15_000 });
    await act(async () => undefined);
    const markdown = find('.sb-markdown');
    expect(
      element.querySelector(
        '.sb-chat :is(img, script, iframe, style, form, input, svg:not(.sb-icon), math, object)'
      )
    ).toBeNull();
    const nodes = [...markdown.querySelectorAll('*')];
    const names = nodes.flatMap(node => node.getAttributeNames());
    expect(names.filter(name => /^on|^style$|^id$|^name$/.test(name))).toEqual(
      []
    );
    for (const link of markdown.querySelectorAll('a[href]')) {
      expect(link.getAttribute('href')).toMatch(/^(https?:|mailto:)/);
      expect(link.getAttribute('rel')).toContain('noopener');
    }
    expect(markdown.textContent).toContain('end');
  });
});
