import { isTracingOn } from '../recording/ambient';
import type { Callee } from '../api/traced-call';
import { withSteps } from './calls/event-stream';
import type { AutologSettings, Integration } from './integration';
import { HANDLER_NAME, LangChainHandler } from './langchain/handler';
import { callOfRun } from './langchain/runs';
import { followAborts, followStreams } from './langchain/streams';
import { shortenTokens } from './langchain/tokens';
import { runInCall } from './calls/method-call';
import { isObject, replaceMethod, valueAt, type Undo } from './patching/patch';

/**
 * LangChain.js and LangGraph.js. Every run asks `CallbackManager` whom to tell of it, and there our handler is added.
 * The other modules are needed for what LangChain does not tell: that code runs within a run, and that a reader of a
 * stream went away.
 */
export const langchain: Integration = {
  name: 'langchain',
  modules: ['@langchain/core/callbacks/manager'],
  alongside: [
    'singletons',
    'language_models/chat_models',
    'language_models/llms',
    'runnables',
    'retrievers',
    'tools',
    'utils/stream'
  ].map(name => `@langchain/core/${name}`),
  patch: (subject, settings) => {
    const undo = [
      ...patchManager(subject, settings),
      ...patchContexts(subject)
    ];
    return undo.length === 0 ? undefined : undo;
  }
};

type Undos = readonly (Undo | undefined)[];

/** Takes the module, or the class itself. */
function patchManager(
  subject: unknown,
  settings: () => AutologSettings
): Undos {
  const owner = valueAt(subject, 'CallbackManager') ?? subject;
  if (typeof valueAt(owner, '_configureSync') !== 'function') {
    return [];
  }
  const handler = new LangChainHandler(settings);
  return [
    replaceMethod(
      owner,
      '_configureSync',
      original =>
        function configured(
          this: unknown,
          inheritable: unknown,
          local: unknown,
          ...rest: unknown[]
        ): unknown {
          const isOn = !isLookUp && settings().logTraces && isTracingOn();
          // An empty list makes a manager where there would be none.
          const handlers = isOn && !local ? (inheritable ?? []) : inheritable;
          const manager: unknown = Reflect.apply(original, this, [
            handlers,
            local,
            ...rest
          ]);
          if (isOn) {
            addHandler(manager, handler);
          }
          return manager;
        }
    ),
    shortenTokens(valueAt(subject, 'CallbackManagerForLLMRun', 'prototype'))
  ];
}

function addHandler(manager: unknown, handler: LangChainHandler): void {
  const handlers = valueAt(manager, 'handlers');
  const add = valueAt(manager, 'addHandler');
  const isKnown =
    Array.isArray(handlers) &&
    handlers.some(one => valueAt(one, 'name') === HANDLER_NAME);
  if (typeof add === 'function' && !isKnown) {
    Reflect.apply(add, manager, [handler, true]);
  }
}

/** Methods of models, tools and retrievers that do the work of a run; each is handed the manager of the run. */
const WORK = [
  '_generate',
  '_streamResponseChunks',
  '_call',
  '_getRelevantDocuments'
] as const;

/** Methods of base classes that every run of a subclass goes through. */
const ENTRIES: readonly (readonly [className: string, method: string])[] = [
  ['BaseChatModel', '_generateUncached'],
  ['BaseLLM', '_generateUncached'],
  ['BaseRetriever', 'invoke'],
  ['StructuredTool', 'call']
];

/** Classes whose streams are made by `transform`; those of all others by `_streamIterator`. */
const TRANSFORMERS = [
  'RunnableMap',
  'RunnableLambda',
  'RunnableAssign',
  'RunnablePick'
] as const;

function patchContexts(subject: unknown): Undos {
  const late: Undo[] = [];
  const prototypeOf = (className: string): unknown =>
    valueAt(subject, className, 'prototype');
  const followWork = (self: unknown): void => {
    late.push(...workInContext(self));
  };
  const undo = [
    patchRunWithConfig(valueAt(subject, 'AsyncLocalStorageProviderSingleton')),
    ...ENTRIES.map(([className, method]) =>
      beforeEach(prototypeOf(className), method, followWork)
    ),
    ...['BaseChatModel', 'BaseLLM'].map(className =>
      followStreams(prototypeOf(className), '_streamIterator', followWork)
    ),
    ...TRANSFORMERS.map(className =>
      followStreams(prototypeOf(className), 'transform')
    ),
    beforeEach(prototypeOf('Runnable'), 'stream', self => {
      late.push(...defined([followStreams(classOf(self), '_streamIterator')]));
    }),
    followAborts(prototypeOf('AsyncGeneratorWithSetup'))
  ];
  return defined(undo).length === 0
    ? []
    : [
        ...undo,
        () => {
          for (const undoOne of late.splice(0)) {
            undoOne();
          }
        }
      ];
}

/** True while LangChain makes a manager only to look up the run of a config: for each chunk of a stream. */
let isLookUp = false;

/** LangChain's own way to let code know in which run it is: lambdas, tools that are functions, nodes of graphs. */
function patchRunWithConfig(provider: unknown): Undo | undefined {
  return replaceMethod(
    provider,
    'runWithConfig',
    original =>
      function inRun(
        this: unknown,
        config: unknown,
        work: unknown,
        ...rest: unknown[]
      ): unknown {
        // A function, as LangChain calls it.
        const run = work as Callee;
        const afterLookUp = (...args: unknown[]): unknown => {
          isLookUp = false;
          return run(...args);
        };
        return inContextOf(valueAt(config, 'callbacks', '_parentRunId'), () => {
          isLookUp = true;
          try {
            return Reflect.apply(original, this, [
              config,
              afterLookUp,
              ...rest
            ]);
          } finally {
            isLookUp = false;
          }
        });
      }
  );
}

function inContextOf(runId: unknown, work: () => unknown): unknown {
  const call = callOfRun(runId);
  return call === undefined ? work() : runInCall(call, work);
}

function beforeEach(
  owner: unknown,
  name: string,
  prepare: (self: unknown) => void
): Undo | undefined {
  return replaceMethod(
    owner,
    name,
    original =>
      function prepared(this: unknown, ...args: unknown[]): unknown {
        prepare(this);
        return Reflect.apply(original, this, args);
      }
  );
}

/** Subclasses are known when they are used; what a class has been given stays until all is undone. */
function workInContext(self: unknown): readonly Undo[] {
  return defined(
    WORK.map(name =>
      replaceMethod(
        classOf(self),
        name,
        original =>
          function working(this: unknown, ...args: unknown[]): unknown {
            return workOfRun(runIdIn(args), () =>
              Reflect.apply(original, this, args)
            );
          }
      )
    )
  );
}

function workOfRun(runId: unknown, work: Callee): unknown {
  return withSteps(inContextOf(runId, work), step => inContextOf(runId, step));
}

function runIdIn(args: readonly unknown[]): unknown {
  const manager = args
    .filter(arg => Array.isArray(valueAt(arg, 'handlers')))
    .at(-1);
  return valueAt(manager, 'runId');
}

function classOf(self: unknown): object | null {
  return isObject(self) ? Reflect.getPrototypeOf(self) : null;
}

function defined(undo: Undos): readonly Undo[] {
  return undo.filter(one => one !== undefined);
}
