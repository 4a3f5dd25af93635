import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import type { Browser, Page } from 'playwright-core';

import { venvEnvironment } from '../../scripts/lib/environment.mjs';
import { PYTHON } from '../../scripts/lib/paths.mjs';
import { mimeBundleOf } from '../../src/bundle/mime-bundle';
import { traceFromText } from '../../test/trace-from-text';
import { keepScreenshot, launchChromium } from './chromium';
import { printedSheets } from './pdf';

const EVIL =
  '<img src=x onerror="document.title=1"></pre><script>alert(1)</script>&amp;\u202e';

const answer = traceFromText(
  'answer CHAIN 0-1240 / ..search RETRIEVER 100-400 / ....embed EMBEDDING 110-180 / ..chat CHAT_MODEL 400-1200 !error',
  { rows: { chat: { statusMessage: `no key ${EVIL}` } } }
);
const long = traceFromText(
  [
    'crawl AGENT 0-2500',
    ...Array.from(
      { length: 249 },
      (_, i) => `..page${i} TOOL ${i * 10}-${i * 10 + 9}`
    )
  ].join('\n')
);
const hostile = traceFromText('root 0-1', {
  info: { traceId: EVIL, tags: { 'mlflow.traceName': EVIL } },
  rows: { root: { name: EVIL, spanType: EVIL } }
});

/** What the cells of the notebook show. */
const OUTPUTS = [
  [answer],
  [answer, { info: { ...answer.info, state: 'IN_PROGRESS' as const } }],
  [long],
  [hostile]
].map(traces => mimeBundleOf({ traces }));

let folder = '';
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spanbook-converted-'));
  browser = await launchChromium();
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: 'typescript' } },
    cells: OUTPUTS.map((data, i) => ({
      cell_type: 'code',
      id: `cell${i}`,
      execution_count: i + 1,
      metadata: {},
      source: 'await answer("What is a span?")',
      outputs: [{ output_type: 'display_data', data, metadata: {} }]
    }))
  };
  writeFileSync(join(folder, 'traces.ipynb'), JSON.stringify(notebook));
  execFileSync(
    PYTHON,
    ['-m', 'nbconvert', '--to', 'html', join(folder, 'traces.ipynb')],
    { env: venvEnvironment(), stdio: 'ignore' }
  );
}, 60_000);
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The converted notebook, or another page of the folder; nothing it asks of the network is there. */
async function openPage(name: string): Promise<Page> {
  const context = await browser.newContext({
    offline: true,
    viewport: { width: 1000, height: 900 }
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, name)).href);
  return page;
}

const OUTPUT = /data-mime-type="text\/html"[^>]*>\s*([\s\S]*?)\s*<\/div>/g;

describe('a notebook that nbconvert makes HTML of', () => {
  it('holds our outputs as valid HTML', async () => {
    const html = readFileSync(join(folder, 'traces.html'), 'utf8');
    // Ours hold no `div`, so the next end of one is that of the output.
    const ours = [...html.matchAll(OUTPUT)].map(([, part = '']) => part);
    expect(ours).toHaveLength(OUTPUTS.length);
    const page = `<!DOCTYPE html><html lang="en"><head><title>x</title></head><body>${ours.join('')}</body></html>`;
    const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
    const { results } = await validator.validateString(page);
    expect(results.flatMap(({ messages }) => messages)).toEqual([]);
  });

  it('shows the tree and its times, and nothing of it runs', async () => {
    const page = await openPage('traces.html');
    const outputs = page.locator('.jp-OutputArea-output details');
    expect(await outputs.first().innerText()).toContain('search  RETRIEVER');
    expect(
      await outputs
        .first()
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)
    ).toBeLessThanOrEqual(0);
    expect(
      await page.locator('.jp-OutputArea-output :is(img, script)').count()
    ).toBe(0);
    expect(await page.title()).toBe('traces');
    await keepScreenshot(page, 'nbconvert');
  });

  it('shows 200 spans and counts the others', async () => {
    const page = await openPage('traces.html');
    const crawl = page.locator('details', { hasText: 'crawl' });
    expect((await crawl.locator('pre').innerText()).split('\n')).toHaveLength(
      201
    );
    expect(await crawl.innerText()).toContain('50 more spans');
  });

  it('prints each tree that is open, with its bars, whole', async () => {
    const page = await openPage('traces.html');
    const sheets = await printedSheets(page, 'nbconvert');
    const text = sheets.join('\n');
    expect(text).toContain('OK · answer · 1.24 s · 4 spans · 1 error');
    expect(text).toMatch(/400 ms +800 ms +█+ +chat +CHAT_MODEL\s+ERROR/);
    const numbers = Array.from(text.matchAll(/page(\d+) +TOOL/g), ([, i]) => i);
    expect(numbers).toEqual(Array.from({ length: 199 }, (_, i) => `${i}`));
    expect(text).toContain('50 more spans');
    expect(sheets.length).toBeGreaterThan(3);
  });
});

it('reads as well where all attributes and styles are taken away, as on GitHub and in mail', async () => {
  const bare = OUTPUTS.map(data => data['text/html'])
    .join('\n')
    .replace(/<(\w+)[^>]*>/g, '<$1>');
  writeFileSync(
    join(folder, 'bare.html'),
    `<!doctype html><meta charset="utf-8">${bare}`
  );
  const page = await openPage('bare.html');
  await page.locator('summary').first().click();
  const text = await page.locator('details').first().innerText();
  expect(text).toContain('OK · answer · 1.24 s · 4 spans · 1 error');
  expect(text).toMatch(/400 ms +800 ms +█+ +chat {2}CHAT_MODEL {2}ERROR/);
  await keepScreenshot(page, 'html without attributes');
});
