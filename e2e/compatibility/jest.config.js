import browser from '../browser/jest.config.js';

/** A part of `npm run test:compatibility`: JupyterLab beside a remote MLflow with a login. */
export default {
  ...browser,
  testTimeout: 300_000,
  testMatch: ['<rootDir>/e2e/compatibility/**/*.spec.ts']
};
