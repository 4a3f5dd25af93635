// One transform for ts, tsx and ESM-only packages; types are checked by `npm run typecheck`.
const transform = {
  '^.+\\.(tsx?|jsx?|mjs)$': [
    '@swc/jest',
    {
      jsc: {
        parser: { syntax: 'typescript', tsx: true, decorators: true },
        transform: {
          legacyDecorator: true,
          react: { runtime: 'automatic', importSource: 'preact' }
        },
        target: 'es2022'
      },
      module: { type: 'commonjs' }
    }
  ]
};
const shared = {
  transform,
  setupFiles: [
    '<rootDir>/test/property-runs.cjs',
    '<rootDir>/test/sdk-state.cjs'
  ],
  // Packages in there bear the names of ours or of each other.
  modulePathIgnorePatterns: [
    '<rootDir>/.venv/',
    '<rootDir>/spanbook/labextension/'
  ],
  // ESM only, but for OpenTelemetry's: it imports node:http as it goes, which Jest's sandbox cannot.
  transformIgnorePatterns: [
    'node_modules/(?!(preact|d3-hierarchy|marked|@testing-library/preact|@opentelemetry/otlp-exporter-base|ai-7|ai-sdk-openai-4|@ai-sdk|@mistralai|zod|@workflow|@llamaindex/workflow|@llamaindex/workflow-core|eventsource-parser)/)'
  ]
};

/** @param {string[]} layers */
const specsOf = layers =>
  layers.map(layer => `<rootDir>/src/${layer}/**/__tests__/**/*.spec.ts?(x)`);

export default {
  // A hang still ends; a machine that does much else is no failure.
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'core',
      testEnvironment: 'node',
      testMatch: specsOf(['bundle', 'model', 'layout'])
    },
    {
      ...shared,
      displayName: 'sdk',
      testEnvironment: 'node',
      testMatch: specsOf(['sdk'])
    },
    {
      ...shared,
      displayName: 'view',
      testEnvironment: 'jsdom',
      testEnvironmentOptions: {
        customExportConditions: ['node', 'require']
      },
      moduleNameMapper: { '\\.css$': '<rootDir>/test/empty-style.cjs' },
      testMatch: specsOf(['view', 'tracking', 'lab', 'vscode'])
    },
    {
      ...shared,
      displayName: 'project',
      testEnvironment: 'node',
      testMatch: [
        '<rootDir>/test/**/*.spec.ts',
        '<rootDir>/scripts/**/*.spec.ts'
      ]
    }
  ]
};
