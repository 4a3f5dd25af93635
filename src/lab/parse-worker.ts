// The program of the worker: parses the one text that it is sent.
import { parseBundle } from '../bundle/parse-bundle';

addEventListener('message', ({ data }: MessageEvent<string>) => {
  postMessage(parseBundle(data));
});
