import { parseArgs } from 'node:util';

import { UserError } from './user-error.mjs';

/** @typedef {{ browser: boolean, port: number | undefined, token: string | undefined, help: boolean }} StartOptions */

export const START_USAGE = `npm start [-- options]

  --no-browser   do not open a browser
  --port N       the port of JupyterLab; without it the first free one from 8888 on
  --token T      the token of its address; without it a new random one
  --help         this text

Set-up, JupyterLab on examples/, and MLflow behind it. Ctrl+C ends all of it.`;

/**
 * @param {string[]} args
 * @returns {StartOptions}
 * @throws {UserError} with the usage when an option is unknown or has no sensible value
 */
export function readStartOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        'no-browser': { type: 'boolean', default: false },
        port: { type: 'string' },
        token: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false }
      }
    });
    return {
      browser: !values['no-browser'],
      port: values.port === undefined ? undefined : readPort(values.port),
      token: values.token === undefined ? undefined : readToken(values.token),
      help: values.help === true
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${why}\n\n${START_USAGE}`);
  }
}

/** @param {string} text */
function readPort(text) {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Error(`--port takes a number from 1 to 65535, not "${text}"`);
}

/** @param {string} text @returns {string} never empty: that would switch Jupyter's login off */
function readToken(text) {
  if (/^[\w.~-]+$/.test(text)) return text;
  throw new Error('--token takes letters, digits and . _ ~ -');
}
