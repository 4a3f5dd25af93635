import { describe, expect, it } from '@jest/globals';

import { createProgress, formatDuration } from '../../scripts/lib/progress.mjs';

function recorded(isTTY: boolean) {
  let text = '';
  const output = {
    isTTY,
    columns: 40,
    write: (more: string) => (text += more)
  };
  const progress = createProgress({ output, every: 5 });
  return { progress, text: () => text };
}
const pause = (ms: number) => new Promise(done => setTimeout(done, ms));

describe('the progress of a step', () => {
  it('is plain lines in a log: begun, still going, done with its time', async () => {
    const { progress, text } = recorded(false);
    await progress.step('npm packages', () => pause(40));
    const lines = text().trimEnd().split('\n');
    expect(lines[0]).toBe('… npm packages');
    expect(lines[1]).toMatch(/^… npm packages: still going after \d/);
    expect(lines.at(-1)).toMatch(/^✓ npm packages \(0\.\d s\)$/);
    expect(text()).not.toContain('\u001b');
  });

  it('is one living line on a terminal, never wider than it', async () => {
    const { progress, text } = recorded(true);
    await progress.step('a title that is wider than the terminal is', () =>
      pause(20)
    );
    expect(text().split('\n')).toHaveLength(2);
    const drawn = text().split('\r\u001b[K').filter(Boolean).slice(0, -1);
    expect(drawn.length).toBeGreaterThan(1);
    for (const line of drawn) expect(line.length).toBeLessThan(40);
  });

  it('shares the living line with the others that are under way', async () => {
    const { progress, text } = recorded(true);
    await Promise.all([
      progress.step('npm', () => pause(40)),
      progress.step('pip', () => pause(15))
    ]);
    expect(text()).toMatch(/\r\u001b\[K… npm \(0\.\d s\), pip \(0\.\d s\)/);
    const kept = text()
      .split('\n')
      .map(line => line.split('\r\u001b[K').at(-1));
    expect(kept).toEqual([
      expect.stringMatching(/^✓ pip \(0\.\d s\)$/),
      expect.stringMatching(/^✓ npm \(0\.\d s\)$/),
      ''
    ]);
  });

  it('marks a failed step and passes its error on', async () => {
    const { progress, text } = recorded(false);
    const work = () => Promise.reject(new Error('no disk'));
    await expect(progress.step('build', work)).rejects.toThrow('no disk');
    expect(text()).toMatch(/✗ build \(/);
  });

  it('gives back what the step gives', async () => {
    const { progress } = recorded(false);
    await expect(progress.step('build', async () => 42)).resolves.toBe(42);
  });
});

describe('a duration', () => {
  it.each([
    [40, '0.0 s'],
    [1_240, '1.2 s'],
    [9_949, '9.9 s'],
    [9_960, '10 s'],
    [59_700, '1 min 00 s'],
    [185_000, '3 min 05 s']
  ])('of %d ms reads %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
