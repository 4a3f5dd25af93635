/**
 * One chat for all providers: what an LLM was told and what it answered, whoever recorded it and in which dialect.
 * Texts are as they were recorded: untrusted, never markup.
 */
export type Chat = {
  /** In the order of the conversation; the answer comes last. */
  readonly messages: readonly ChatMessage[];
  /** Index in `messages` of the first that the span itself brought forth; the length when there is none. */
  readonly answerAt: number;
  /** What the model was offered to call. */
  readonly tools: readonly ToolDefinition[];
  readonly model?: string;
  readonly provider?: string;
  readonly finishReason?: string;
};

/** `system` is the developer role too. */
export type ChatRole = 'system' | 'user' | 'assistant' | 'tool';

export type ChatMessage = {
  readonly role: ChatRole;
  /** Name of the participant, or of the tool. */
  readonly name?: string;
  readonly parts: readonly ChatPart[];
};

export type ChatPart =
  | { readonly kind: 'text'; readonly text: string }
  /** Thinking; the text is empty when the provider keeps it to itself. */
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'refusal'; readonly text: string }
  | { readonly kind: 'media'; readonly media: Media }
  | ToolCallPart
  | ToolResultPart
  /** Structured output, or a part of a kind that is not known here. */
  | { readonly kind: 'data'; readonly value: unknown };

export type ToolCallPart = {
  readonly kind: 'call';
  readonly id?: string;
  readonly name: string;
  /** Parsed where it was JSON text. */
  readonly args: unknown;
  /** What came back, when the conversation holds it. */
  readonly result?: ToolResultPart;
};

/** A result; its parts are texts, media or data. */
export type ToolResultPart = {
  readonly kind: 'result';
  readonly id?: string;
  readonly name?: string;
  readonly parts: readonly ChatPart[];
  readonly isError: boolean;
};

export type ToolDefinition = {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema, as recorded. */
  readonly parameters?: unknown;
};

export type Media = {
  readonly type: 'image' | 'audio' | 'video' | 'file';
  /** As it was recorded: not checked against the bytes. */
  readonly mime?: string;
  readonly name?: string;
  readonly source:
    | { readonly kind: 'data'; readonly base64: string }
    /** http or https, on a server that learns of the reader when it is asked. */
    | { readonly kind: 'remote'; readonly url: string }
    /** Somewhere that a view cannot reach by itself: an id of a file, a bucket, MLflow's `mlflow-attachment:`. */
    | { readonly kind: 'elsewhere'; readonly reference: string };
};
