// A tracking server that takes everything and stores nothing, in a process of its own: what is measured is the SDK.
import { createServer } from 'node:http';

const answer = JSON.stringify({ experiment: { experiment_id: '0' } });

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'application/json').end(answer);
  });
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
