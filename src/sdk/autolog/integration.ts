import type { Undo } from './patching/patch';

/** What a user may say when he turns auto tracing of a library on or off; names and meaning as in Python. */
export type AutologOptions = {
  /** True: undoes all that was done to the library. */
  readonly disable?: boolean | undefined;
  /** False: calls are not recorded, the library stays prepared. True when absent. */
  readonly logTraces?: boolean | undefined;
  /** True: says nothing, neither what was turned on nor that a library was not found. */
  readonly silent?: boolean | undefined;
  /**
   * False: records which calls were made, with which model and settings, how long they took and how many tokens they
   * used, and of all texts only the lengths. True when absent.
   */
  readonly captureContent?: boolean | undefined;
};

/** How calls of a library are recorded now; read at each call, so that a change acts at once. */
export type AutologSettings = {
  readonly logTraces: boolean;
  readonly captureContent: boolean;
};

/** The libraries that can be traced, as `mlflow.<name>` and `autolog({ <name>: … })` call them. */
export type LibraryName =
  | 'openai'
  | 'anthropic'
  | 'groq'
  | 'vercel'
  | 'gemini'
  | 'ollama'
  | 'mistral'
  | 'bedrock'
  | 'mcp'
  | 'langchain'
  | 'openaiAgents'
  | 'llamaIndex'
  | 'ax'
  | 'mastra';

/** What one library needs to be traced. A file each; see docs/adding-a-library.md. */
export type Integration = {
  /** One of `LibraryName`. */
  readonly name: string;
  /** Modules to import from the notebook's folder when the user hands nothing in; the first that is there counts. */
  readonly modules: readonly string[];
  /** Further modules that are patched where they are there, once one of `modules` was found or none is needed. */
  readonly alongside?: readonly string[];
  /** True for a library that complains when both of its copies, that for `require` and that for `import`, are loaded. */
  readonly isOneCopy?: boolean;
  /** True when `patch` can do without a subject: what is to be traced asks us. */
  readonly needsNoModule?: boolean;
  /**
   * Replaces what it knows in `subject`: a module, a class or a client of the library.
   * @returns how to undo each change; `undefined` when the subject is nothing of this library.
   */
  readonly patch: (
    subject: unknown,
    settings: () => AutologSettings
  ) => readonly (Undo | undefined)[] | undefined;
};
