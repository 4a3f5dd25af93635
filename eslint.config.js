import jupyter from '@jupyter/eslint-plugin';
import tseslint from 'typescript-eslint';

/** JupyterLab's rules for plugin code, and for settings schemas. */
const [jupyterCode, jupyterSchema] = jupyter.configs.recommended;

/**
 * The direction of imports (docs/architecture.md): view → layout → model → bundle; tracking → view, bundle; lab and vscode → tracking, view, bundle;
 * sdk → bundle. Nothing imports lab, vscode or sdk.
 */
const MAY_IMPORT = {
  bundle: [],
  model: ['bundle'],
  layout: ['bundle', 'model'],
  view: ['bundle', 'model', 'layout'],
  tracking: ['bundle', 'view'],
  lab: ['bundle', 'view', 'tracking'],
  vscode: ['bundle', 'view', 'tracking'],
  sdk: ['bundle']
};
const LAYERS = Object.keys(MAY_IMPORT);

/** Packages that belong to one layer. */
const OWNED = [
  { layers: ['view'], group: ['preact', 'preact/*'] },
  {
    layers: ['view'],
    group: ['anser', 'dompurify', 'highlight.js', 'highlight.js/*', 'marked']
  },
  { layers: ['layout'], group: ['d3-hierarchy'] },
  { layers: ['lab'], group: ['@jupyterlab/*', '@lumino/*'] },
  { layers: ['sdk'], group: ['@opentelemetry/*', 'acorn', 'node:*'] }
];

const importRules = LAYERS.map(layer => ({
  files: [`src/${layer}/**/*.{ts,tsx}`],
  ignores: ['**/__tests__/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: LAYERS.filter(
              other => other !== layer && !MAY_IMPORT[layer].includes(other)
            ).flatMap(other => [
              `../${other}/*`,
              `../../${other}/*`,
              `../../../${other}/*`
            ]),
            message: `src/${layer} may import: ${MAY_IMPORT[layer].join(', ') || 'nothing'} (docs/architecture.md).`
          },
          ...OWNED.filter(owned => !owned.layers.includes(layer)).map(
            ({ layers, group }) => ({
              group,
              message: `Only src/${layers.join(', src/')} may import this package (docs/architecture.md).`
            })
          )
        ]
      }
    ]
  }
}));

/** Ways from text to elements; trace content is text, and only the sanitiser makes markup of it. */
const MARKUP = [
  {
    selector:
      ':matches(MemberExpression, Property, JSXAttribute) > Identifier[name=/^(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|dangerouslySetInnerHTML|srcdoc|setHTMLUnsafe|parseFromString)$/], JSXAttribute > JSXIdentifier[name=/^(dangerouslySetInnerHTML|innerHTML|srcdoc)$/]',
    message:
      'Trace content is untrusted text: draw text nodes, or go through src/view/llm/sanitize.ts.'
  },
  {
    selector: 'ImportDeclaration[source.value="dompurify"]',
    message: 'Only src/view/llm/sanitize.ts makes elements of markup.'
  }
];

/** What holds for TypeScript wherever it stands, beside the strict set. */
const STRICT = {
  eqeqeq: 'error',
  '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
  '@typescript-eslint/switch-exhaustiveness-check': 'error',
  '@typescript-eslint/restrict-template-expressions': [
    'error',
    { allowNumber: true, allowBoolean: true }
  ],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true }
  ]
};

/** But for what programs that are traced take, and what is left out of an object by taking it apart. */
const UNUSED = [
  'error',
  { args: 'none', ignoreRestSiblings: true, caughtErrors: 'none' }
];

export default tseslint.config(
  {
    ignores: [
      'lib/',
      '**/dist/',
      'docs/api/',
      '.venv/',
      '.setup/',
      '.jupyter/',
      'spanbook/',
      'test-results/',
      'coverage/',
      '**/node_modules/',
      // Programs as users write them: notebooks' cells, and what the types are tried with.
      'e2e/runtimes/*.ts',
      'test/types/'
    ]
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.sdk.json'],
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': [
        'error',
        { max: 80, skipBlankLines: true, skipComments: true }
      ],
      'max-params': ['error', 4],
      'no-console': 'error',
      ...STRICT
    }
  },
  {
    files: ['{bench,e2e,test}/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json'],
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      ...STRICT,
      // What a failed beforeAll leaves undefined, whatever its type says.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': UNUSED
    }
  },
  {
    files: ['{bench,e2e,scripts,test}/**/*.mjs'],
    extends: [...tseslint.configs.recommended],
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': UNUSED
    }
  },
  {
    files: ['src/**/__tests__/**', '{bench,e2e,test}/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/only-throw-error': 'off'
    }
  },
  {
    files: ['src/lab/**/*.{ts,tsx}'],
    ignores: ['**/__tests__/**'],
    plugins: { jupyter },
    rules: {
      ...jupyterCode.rules,
      // JupyterLab hands services over one by one, and Lumino's signals take the slot and its `this` apart.
      'max-params': 'off',
      '@typescript-eslint/unbound-method': 'off'
    }
  },
  { ...jupyterSchema, plugins: { jupyter } },
  {
    files: ['src/{tracking,lab,vscode}/**/*.{ts,tsx}'],
    ignores: ['**/__tests__/**'],
    rules: { 'max-lines': ['error', { max: 120 }] }
  },
  {
    files: ['src/{view,lab,vscode}/**/*.{ts,tsx}'],
    ignores: ['**/__tests__/**', 'src/view/llm/sanitize.ts'],
    rules: { 'no-restricted-syntax': ['error', ...MARKUP] }
  },
  ...importRules
);
