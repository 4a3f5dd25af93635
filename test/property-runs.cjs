// `npm test` tries the same generated cases each time, so that it fails for what was changed and for nothing else;
// `npm run test:fuzz` draws new ones. A case that fails there becomes a test of its own.
const fc = require('fast-check');

if (globalThis.fuzzAll !== true) {
  fc.configureGlobal({ seed: 20_261_122 });
}
