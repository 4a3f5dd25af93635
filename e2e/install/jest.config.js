import browser from '../browser/jest.config.js';

/** `npm run test:install`: one JupyterLab of an installation outside of the repository. */
export default {
  ...browser,
  testTimeout: 300_000,
  testMatch: ['<rootDir>/e2e/install/**/*.spec.ts']
};
