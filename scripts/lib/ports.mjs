import net from 'node:net';

import { UserError } from './user-error.mjs';

const HOST = '127.0.0.1';

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether a server could listen there now
 */
export const isFree = port =>
  new Promise(resolve => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () =>
      server.close(() => resolve(true))
    );
  });

/** @returns {Promise<number>} a port that nobody uses now, for tests */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: HOST }, () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('freePort: no port'))
      );
    });
  });

/**
 * @param {number | undefined} wanted
 * @returns {Promise<number>} `wanted`, or without it the first free port from 8888 on, Jupyter's own habit
 * @throws {UserError} when the wanted port is taken
 */
export async function choosePort(wanted) {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw new UserError(
      `Port ${wanted} is taken, or not ours to use. Choose another: npm start -- --port ${wanted + 1}`
    );
  }
  for (let port = FIRST; port < FIRST + TRIES; port++)
    if (await isFree(port)) return port;
  throw new UserError(
    `Ports ${FIRST} to ${FIRST + TRIES - 1} are all taken. Choose another: npm start -- --port N`
  );
}
const FIRST = 8888;
const TRIES = 50;
