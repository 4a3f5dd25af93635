import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { mimeBundleOf } from '../../src/bundle/mime-bundle';
import { BUNDLE_MIME_TYPE } from '../../src/bundle/mime-type';
import { serveBarePage, type BarePage } from './bare-page';
import { launchChromium } from './chromium';
import { WITHOUT_TRACKING } from './jupyter-server';
import { labSession } from './lab-session';
import { writeSavedNotebook } from './saved-notebook';
import { traceOf, VECTORS } from './xss-trace';

const data = mimeBundleOf({ traces: [traceOf(VECTORS)] });

it('has a corpus of at least 150 different vectors', () => {
  expect(new Set(VECTORS).size).toBeGreaterThanOrEqual(150);
});

describe('on a page under a strict content security policy', () => {
  let bare: BarePage | undefined;
  let browser: Browser | undefined;
  beforeAll(async () => {
    [bare, browser] = await Promise.all([serveBarePage(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    bare?.stop();
  });

  async function open(addressOf: (page: BarePage) => string): Promise<Watched> {
    if (!bare || !browser) throw new Error('only inside of a test');
    const address = addressOf(bare);
    const page = await browser.newPage();
    const watched = await watchAll(page, bare.origin);
    await page.goto(address);
    return watched;
  }

  it('all of a trace is text, in whatever part of the view it stands', async () => {
    const { page, deeds } = await open(({ pageOf }) =>
      pageOf(data[BUNDLE_MIME_TYPE])
    );
    await lookAtAll(page);
    expect(await oddElements(page)).toEqual([]);
    expect(deeds).toEqual([]);
  });

  it('the static HTML is text too, even in a host that runs all', async () => {
    const { page, deeds } = await open(({ htmlPageOf }) =>
      htmlPageOf(data['text/html'])
    );
    await page.locator('body *').first().waitFor();
    expect(await page.evaluate('window.canary')).toBeUndefined();
    // Its one inline style is what this policy forbids and notebooks allow.
    expect(deeds.filter(deed => !deed.startsWith('policy: style'))).toEqual([]);
    expect(
      await page
        .locator(
          'script, img, iframe, object, embed, link, meta, form, svg, math'
        )
        .count()
    ).toBe(0);
  });
});

describe('in JupyterLab', () => {
  const session = labSession('xss', WITHOUT_TRACKING);

  it.each(['untrusted', 'trusted'])(
    'nothing of a notebook that is %s runs, loads or leads away',
    async trust => {
      const name = `${trust}.ipynb`;
      writeSavedNotebook(session.server.notebooks, name, data);
      const lab = await session.newLab();
      const { page, deeds } = await watchAll(lab.page, session.server.origin);
      await lab.open(session.server.pageOf(name));
      await lab.declineKernel();
      if (trust === 'trusted') {
        await page.evaluate(TRUST_ALL_CELLS);
      }
      await page.locator('.sb-output [role=treegrid]').waitFor();
      const isTrusted = trust === 'trusted';
      expect(await lab.trust()).toEqual([isTrusted, isTrusted]);
      await lookAtAll(page, 4);
      expect(await oddElements(page)).toEqual([]);
      expect(deeds).toEqual([]);
    }
  );

  it('nothing of the static HTML runs in a trusted notebook, which sanitises nothing', async () => {
    const html = { 'text/html': data['text/html'], 'text/plain': 'trace' };
    writeSavedNotebook(session.server.notebooks, 'static.ipynb', html);
    const lab = await session.newLab();
    const { page, deeds } = await watchAll(lab.page, session.server.origin);
    await lab.open(session.server.pageOf('static.ipynb'));
    await lab.declineKernel();
    await page.evaluate(TRUST_ALL_CELLS);
    await page.locator('.jp-RenderedHTML').first().waitFor();
    expect(await page.evaluate('window.canary')).toBeUndefined();
    expect(deeds).toEqual([]);
  });
});

/** What JupyterLab's command "Trust Notebook" does once its question is answered. */
const TRUST_ALL_CELLS = `
  for (const cell of jupyterapp.shell.currentWidget.content.widgets) {
    cell.model.trusted = true;
  }`;

type Watched = { readonly page: Page; readonly deeds: readonly string[] };

/** Notes dialogs, new pages, requests to elsewhere, other pages in this one, and what the policy had to forbid. */
async function watchAll(page: Page, origin: string): Promise<Watched> {
  const deeds: string[] = [];
  page.on('dialog', dialog => {
    deeds.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', popup => deeds.push(`popup: ${popup.url()}`));
  page.on('request', request => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) {
      deeds.push(`request: ${url}`);
    }
  });
  page.on('framenavigated', frame => {
    if (!frame.url().startsWith(`${origin}/`)) {
      deeds.push(`navigation: ${frame.url()}`);
    }
  });
  await page.exposeFunction('noteViolation', (what: string) => {
    deeds.push(`policy: ${what}`);
  });
  await page.addInitScript(`
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      window.noteViolation([effectiveDirective, blockedURI, sample].join(' ')))`);
  return { page, deeds };
}

/**
 * Selects span after span by keyboard and opens every tab and folded part of its details, in the page itself: a
 * round trip for each of them would take minutes. With `tabsEvery`, only every so manyth span shows its other tabs.
 */
async function lookAtAll(page: Page, tabsEvery = 1): Promise<void> {
  await page.locator('.sb-output .sb-row').first().click();
  await page.locator('.sb-detail').waitFor();
  const seen = await page.evaluate(async every => {
    const drawn = async () =>
      new Promise<void>(resolve => {
        setTimeout(resolve, 0);
      });
    const all = (selector: string): HTMLElement[] => [
      ...document.querySelectorAll<HTMLElement>(`.sb-output ${selector}`)
    ];
    const names = new Set<string>();
    const rowCount = Number(all('[role=treegrid]')[0]?.ariaRowCount);
    for (let row = 0; row < rowCount; row++) {
      const tabs = row % every === 0 ? all('.sb-detail [role=tab]') : [];
      for (const tab of tabs) {
        tab.click();
        await drawn();
      }
      for (const folded of all('.sb-detail :is(.sb-more, summary)')) {
        folded.click();
      }
      await drawn();
      names.add(all('.sb-detail .sb-label')[0]?.textContent ?? '');
      const active = all('.sb-row[tabindex="0"]')[0];
      active?.focus();
      active?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true })
      );
      await drawn();
    }
    for (const folded of all('summary, [aria-expanded=false]:not(.sb-row)')) {
      folded.click();
    }
    await drawn();
    return names.size;
  }, tabsEvery);
  // Two vectors may read the same once control characters are left out.
  expect(seen).toBeGreaterThan(VECTORS.length * 0.95);
  expect(await page.evaluate('window.canary')).toBeUndefined();
}

/** Elements and attributes that no text of a trace may become. */
async function oddElements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const forbidden =
      'script,style,iframe,frame,object,embed,applet,link,meta,base,form:not(.sb-form),math,portal,audio[src^="http"],' +
      'img:not([src^="data:image/"]),image,use,animate,set,foreignObject,video:not([src^="data:"])';
    return [...document.querySelectorAll('.sb-output, .sb-output *')]
      .filter(
        element =>
          element.matches(forbidden) ||
          [...element.attributes].some(
            ({ name, value }) =>
              name.startsWith('on') ||
              (/^(href|xlink:href|src|action|formaction)$/.test(name) &&
                !/^(https?:|mailto:|data:(image|audio)\/|#|blob:)/.test(value))
          )
      )
      .map(element => element.outerHTML.slice(0, 200));
  });
}
