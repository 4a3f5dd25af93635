import browser from '../browser/jest.config.js';

/** `npm run test:lite`: one JupyterLite site in Chromium. */
export default {
  ...browser,
  // Else Jest reads all of the project for its names, with what other commands install and remove meanwhile.
  roots: ['<rootDir>/e2e/lite'],
  testMatch: ['<rootDir>/e2e/lite/**/*.spec.ts']
};
