import browser from '../browser/jest.config.js';

/** `npm run test:vscode`: one VS Code at a time, in Chromium. */
export default {
  ...browser,
  // Else Jest reads all of the project for its names, with what other commands install and remove meanwhile.
  roots: ['<rootDir>/e2e/vscode'],
  testTimeout: 240_000,
  testMatch: ['<rootDir>/e2e/vscode/**/*.spec.ts']
};
