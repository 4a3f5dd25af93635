// A tracking server that takes everything and stores nothing, in a process of its own: what is measured is the SDK.
import { createServer } from 'node:http';

// Whatever is asked finds its part in it.
const answer = JSON.stringify({
  experiment: { experiment_id: '0' },
  trace: { trace_info: { trace_id: 'tr-0' } }
});

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'application/json').end(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
