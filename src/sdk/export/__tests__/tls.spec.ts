import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { collectWarnings } from '../../__tests__/diagnostics';
import { requestJson, sendRequest, type HttpRequest } from '../http-client';

const ENVIRONMENT = { ...process.env };
const pathOf = (name: string): string =>
  join(__dirname, '../../../../test/fixtures/tls', name);
const pemOf = (name: string): string => readFileSync(pathOf(name), 'utf8');

let server: Server;
let warnings: ReturnType<typeof collectWarnings>;
let asksForCertificate: boolean;

async function start(): Promise<void> {
  server = createServer(
    {
      cert: pemOf('server.pem'),
      key: pemOf('server.pem'),
      ca: pemOf('authority.pem'),
      requestCert: asksForCertificate,
      rejectUnauthorized: asksForCertificate
    },
    (request, response) => {
      if (request.url === '/slow') {
        return;
      }
      response.setHeader('content-type', 'application/json');
      response.statusCode = request.url === '/missing' ? 404 : 200;
      response.end(`{"message": "${request.method} ${request.url}"}`);
    }
  );
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
}

function request(path = '/x', timeout = 5): HttpRequest {
  const { port } = server.address() as AddressInfo;
  const url = `https://127.0.0.1:${port}${path}`;
  return { method: 'POST', url, headers: {}, body: 'hello', timeout };
}

beforeEach(() => {
  warnings = collectWarnings();
  asksForCertificate = false;
});
afterEach(() => {
  process.env = { ...ENVIRONMENT };
  warnings.stop();
  server.closeAllConnections();
  server.close();
});

describe('TLS to the tracking server', () => {
  it('refuses a certificate that nobody vouches for, and says which variable helps', async () => {
    await start();
    await expect(sendRequest(request())).rejects.toThrow(
      'MLFLOW_TRACKING_SERVER_CERT_PATH'
    );
    await expect(sendRequest(request())).rejects.toMatchObject({
      failure: 'content'
    });
  });

  it('accepts it when its authority is in MLFLOW_TRACKING_SERVER_CERT_PATH', async () => {
    process.env['MLFLOW_TRACKING_SERVER_CERT_PATH'] = pathOf('authority.pem');
    await start();
    expect(await requestJson(request())).toEqual({ message: 'POST /x' });
  });

  it('accepts any with MLFLOW_TRACKING_INSECURE_TLS', async () => {
    process.env['MLFLOW_TRACKING_INSECURE_TLS'] = 'true';
    await start();
    expect(await requestJson(request())).toEqual({ message: 'POST /x' });
  });

  it('checks all the same when both are set', async () => {
    process.env['MLFLOW_TRACKING_INSECURE_TLS'] = 'true';
    process.env['MLFLOW_TRACKING_SERVER_CERT_PATH'] = pathOf('client.pem');
    await start();
    await expect(sendRequest(request())).rejects.toThrow('certificate');
    expect(warnings.messages.join()).toContain('INSECURE_TLS is ignored');
  });

  it('shows the client certificate to a server that asks for one', async () => {
    asksForCertificate = true;
    process.env['MLFLOW_TRACKING_SERVER_CERT_PATH'] = pathOf('authority.pem');
    await start();
    await expect(sendRequest(request())).rejects.toThrow();
    process.env['MLFLOW_TRACKING_CLIENT_CERT_PATH'] = pathOf('client.pem');
    expect(await requestJson(request())).toEqual({ message: 'POST /x' });
  });

  it('names the variable whose file is missing, and does not try again', async () => {
    process.env['MLFLOW_TRACKING_SERVER_CERT_PATH'] = '/no/such/file.pem';
    await start();
    await expect(sendRequest(request())).rejects.toMatchObject({
      failure: 'content',
      message: expect.stringContaining(
        'MLFLOW_TRACKING_SERVER_CERT_PATH: ENOENT'
      )
    });
  });

  it('keeps timeouts and statuses as they are without it', async () => {
    process.env['MLFLOW_TRACKING_SERVER_CERT_PATH'] = pathOf('authority.pem');
    await start();
    await expect(sendRequest(request('/slow', 0.1))).rejects.toMatchObject({
      failure: 'timeout'
    });
    await expect(sendRequest(request('/missing'))).rejects.toMatchObject({
      failure: 404,
      message: expect.stringContaining('POST /missing')
    });
  });
});

describe('the error of a request', () => {
  it('repeats no credential that the server repeats', async () => {
    process.env['MLFLOW_TRACKING_INSECURE_TLS'] = 'true';
    await start();
    const authorization = `Basic ${Buffer.from('ada:pass/word').toString('base64')}`;
    const failing = {
      ...request('/missing'),
      url: request('/missing').url,
      headers: { authorization }
    };
    server.removeAllListeners('request');
    server.on('request', (incoming, response) => {
      response.statusCode = 403;
      response.setHeader('content-type', 'text/plain');
      response.end(`bad ${incoming.headers.authorization}, that is pass/word`);
    });
    await expect(sendRequest(failing)).rejects.toThrow(
      'status 403: bad Basic ***, that is ***'
    );
  });
});
