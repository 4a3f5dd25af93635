import browser from '../browser/jest.config.js';

/** `npm run test:vscode`: one VS Code at a time, in Chromium. */
export default {
  ...browser,
  testTimeout: 240_000,
  testMatch: ['<rootDir>/e2e/vscode/**/*.spec.ts']
};
