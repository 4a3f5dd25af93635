import type { Browser, Frame, Page } from 'playwright-core';
import type { VsCodeSite } from './site';
import type { Workbench } from './workbench-page';

/** A notebook in VS Code, with its outputs drawn. */
export type Opened = {
  readonly page: Page;
  /** The webview that holds the outputs. */
  readonly outputs: Frame;
  /** Requests that left the site. */
  readonly foreign: readonly string[];
  /** Files of our extension that were fetched. */
  readonly fetched: readonly string[];
  /** What the page said, for a test that fails. */
  readonly said: readonly string[];
};

const SECONDS = 90;

/** Opens the notebook and waits until `selector` stands in one of its outputs. */
export async function openNotebook(
  browser: Browser,
  site: VsCodeSite,
  workbench: Partial<Workbench> & Pick<Workbench, 'notebook'>,
  selector = '[role=treegrid]'
): Promise<Opened> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 900 }
  });
  page.setDefaultTimeout(SECONDS * 1000); // VS Code is one script of 12 MB
  const foreign: string[] = [];
  const fetched: string[] = [];
  const said: string[] = [];
  page.on('request', request => {
    const url = request.url();
    if (!site.isOwn(url)) foreign.push(url);
    const [, file] = url.split('/ext/spanbook/');
    if (file !== undefined) fetched.push(file);
  });
  page.on('console', message => said.push(message.text()));
  await page.addInitScript(hearMessages);
  await page.goto(
    site.url({
      theme: 'Default Light Modern',
      isRestricted: false,
      ...workbench
    })
  );
  await page.waitForSelector('.monaco-workbench');
  const outputs = await frameWith(page, selector);
  if (!outputs)
    throw new Error(`no ${selector} in any output:\n${said.join('\n')}`);
  return { page, outputs, foreign, fetched, said };
}

async function frameWith(
  page: Page,
  selector: string
): Promise<Frame | undefined> {
  for (let second = 0; second < SECONDS; second++) {
    for (const frame of page.frames()) {
      const found = await frame.$(selector).catch(() => null);
      if (found) return frame;
    }
    await page.waitForTimeout(1000);
  }
  return undefined;
}

/**
 * Keeps in `heard` what each frame is sent, and what it sends by a port. The prototypes are changed, as VS Code opens the
 * document of the outputs anew, which takes away the listeners that were there before.
 */
function hearMessages(): void {
  const heard: string[] = [];
  Reflect.set(globalThis, 'heard', heard);
  const keep = (data: unknown): void => void heard.push(JSON.stringify(data));
  const { addEventListener: listen } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, ...more) {
    if (type === 'message')
      listen.call(this, type, event => {
        if (event instanceof MessageEvent) keep(event.data);
      });
    listen.call(this, type, ...more);
  };
  const { postMessage: post } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (
    message: unknown,
    ...more: object[]
  ) {
    keep(message);
    Reflect.apply(post, this, [message, ...more]);
  };
}
