// A receiver of OTLP traces that stores nothing and decodes nothing: HTTP and gRPC, one line of JSON on stdout for each
// request, the ports first. It ends with its standard input.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { Server, ServerCredentials } from '@grpc/grpc-js';

const say = line => process.stdout.write(`${JSON.stringify(line)}\n`);

const http = createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    const raw = Buffer.concat(chunks);
    const { headers, url: path } = request;
    const body = headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const isJson = headers['content-type'] === 'application/json';
    say({
      protocol: isJson ? 'http/json' : 'http/protobuf',
      path,
      headers,
      body: body.toString('base64')
    });
    response.setHeader('content-type', headers['content-type'] ?? '');
    response.end(isJson ? '{}' : '');
  });
});

const bytes = value => value;
const grpc = new Server();
grpc.addService(
  {
    Export: {
      path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      requestStream: false,
      responseStream: false,
      requestSerialize: bytes,
      requestDeserialize: bytes,
      responseSerialize: bytes,
      responseDeserialize: bytes
    }
  },
  {
    Export: ({ request, metadata }, answer) => {
      say({
        protocol: 'grpc',
        path: '',
        headers: metadata.getMap(),
        body: request.toString('base64')
      });
      answer(null, Buffer.alloc(0));
    }
  }
);

http.listen(0, '127.0.0.1', () => {
  grpc.bindAsync(
    '127.0.0.1:0',
    ServerCredentials.createInsecure(),
    (error, port) => {
      if (error) throw error;
      say({ http: http.address().port, grpc: port });
    }
  );
});
process.stdin.on('end', () => process.exit()).resume();
