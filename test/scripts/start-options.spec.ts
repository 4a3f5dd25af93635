import { describe, expect, it } from '@jest/globals';

import { readStartOptions } from '../../scripts/lib/start-options.mjs';

describe('the options of npm start', () => {
  it('open a browser and leave port and token open by default', () => {
    expect(readStartOptions([])).toEqual({
      browser: true,
      port: undefined,
      token: undefined,
      help: false
    });
  });

  it('are read in both spellings of a value', () => {
    const spaced = ['--no-browser', '--port', '9001', '--token', 'abc'];
    const joined = ['--no-browser', '--port=9001', '--token=abc'];
    const read = { browser: false, port: 9001, token: 'abc', help: false };
    expect(readStartOptions(spaced)).toEqual(read);
    expect(readStartOptions(joined)).toEqual(read);
  });

  it.each([
    [['--port', '0'], /--port takes a number from 1 to 65535, not "0"/],
    [['--port', '70000'], /--port takes a number/],
    [['--port', '80a'], /--port takes a number/],
    [['--token', ''], /--token takes letters/],
    [['--token', 'a b'], /--token takes letters/],
    [['--prot', '1'], /--prot/],
    [['notebook.ipynb'], /notebook\.ipynb/]
  ])('%j are refused with the reason and the usage', (args, reason) => {
    expect(() => readStartOptions(args)).toThrow(reason);
    expect(() => readStartOptions(args)).toThrow(/npm start \[-- options\]/);
  });
});
