import { expect, it } from '@jest/globals';

import { serializeBundle } from '../../src/bundle/serialize-bundle';
import { BUNDLE_MIME_TYPE } from '../../src/bundle/mime-type';
import { traceFromText } from '../../test/trace-from-text';
import { WITHOUT_TRACKING } from './jupyter-server';
import { labSession } from './lab-session';
import type { LabPage } from './lab-page';
import { writeSavedNotebook } from './saved-notebook';

const session = labSession('hostile', WITHOUT_TRACKING);

/** Each would set `window.canary` or ask another machine for something, if it were more than text. */
const ATTACKS: readonly string[] = [
  '<img src=x onerror="window.canary=1">',
  '<script>window.canary=2</script>',
  '<svg onload="window.canary=3"><a xlink:href="javascript:window.canary=4">x</a></svg>',
  '"><iframe src="javascript:parent.canary=5"></iframe>',
  'javascript:window.canary=6',
  '![x](http://attack.invalid/x.png)',
  '</pre></div><style>@import url(http://attack.invalid/x.css);</style>',
  '<meta http-equiv="refresh" content="0;url=http://attack.invalid/">',
  '\u202etxt.exe\u0000\u001b[31mred\u0007',
  '__proto__'
];

const all = JSON.stringify(
  Object.fromEntries(ATTACKS.map(attack => [attack, attack]))
);

const trace = traceFromText(
  ['root 0-100', ...ATTACKS.map((_, i) => `..span${i} ${i}-90 !error`)].join(
    '\n'
  ),
  {
    info: {
      traceId: ATTACKS[0] ?? '',
      tags: { 'mlflow.traceName': ATTACKS[0] ?? '' }
    },
    rows: Object.fromEntries(
      ATTACKS.map((attack, i) => [
        `span${i}`,
        {
          name: attack,
          spanType: attack,
          statusMessage: attack,
          inputs: all,
          outputs: JSON.stringify(attack),
          attributes: all,
          events: JSON.stringify([
            { name: attack, time: 5, attributes: JSON.parse(all) },
            {
              name: 'exception',
              time: 6,
              attributes: {
                'exception.type': attack,
                'exception.message': attack,
                'exception.stacktrace': attack
              }
            }
          ])
        }
      ])
    )
  }
);

async function openHostile(name: string): Promise<LabPage> {
  writeSavedNotebook(session.server.notebooks, name, {
    [BUNDLE_MIME_TYPE]: serializeBundle({ traces: [trace] }),
    'text/plain': 'one trace'
  });
  const lab = await session.newLab();
  await lab.open(session.server.pageOf(name));
  await lab.declineKernel();
  await lab.page.locator('.sb-output [role=treegrid]').waitFor();
  return lab;
}

it('shows whatever a trace holds as text: nothing of it runs or loads', async () => {
  const { page } = await openHostile('hostile.ipynb');
  const rows = page.locator('.sb-output .sb-row');
  for (let i = 1; i <= ATTACKS.length; i++) {
    await rows.nth(i).click();
    expect(await page.locator('.sb-detail-head .sb-label').textContent()).toBe(
      ATTACKS[i - 1]
    );
  }
  const elements = page.locator(
    '.sb-output :is(script, img, iframe, style, link, meta, object, embed)'
  );
  expect(await elements.count()).toBe(0);
  // A picture in Markdown is a link to it, which asks nobody before a click.
  const links = page
    .locator('.sb-output a')
    .evaluateAll(found =>
      found.map(link => [link.getAttribute('href'), link.getAttribute('rel')])
    );
  expect(await links).toEqual([
    ['http://attack.invalid/x.png', 'noopener noreferrer nofollow']
  ]);
  expect(await page.evaluate('window.canary')).toBeUndefined();
  // That nothing was asked of another machine, the session itself demands after each test.
});

it('keeps the button that closes the details in reach, however long the type and narrow the window', async () => {
  const { page } = await openHostile('narrow.ipynb');
  await page.locator('.jp-SideBar .lm-mod-current').first().click();
  await page.setViewportSize({ width: 400, height: 800 });
  await page.locator('.sb-output .sb-row').nth(3).click();
  const close = page.getByRole('button', { name: 'Close the details' });
  const overhang = await close.evaluate(
    button =>
      button.getBoundingClientRect().right -
      (button.closest('.sb-detail')?.getBoundingClientRect().right ?? NaN)
  );
  expect(overhang).toBeLessThanOrEqual(0);
});
