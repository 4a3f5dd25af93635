/** Something that went wrong without anything being thrown: an answer tells of it. */
class ToldFailure extends Error {
  constructor(message: string) {
    super(message);
    delete this.stack; // of ours, where nothing went wrong
  }
}

/** An answer that is none: the model refused, or who runs it withheld it. */
export class Refusal extends ToldFailure {
  override readonly name = 'Refusal';
}

/** What an answer says of a failure of its own making. */
export class FailedAnswer extends ToldFailure {
  override readonly name = 'FailedAnswer';
}

/** What a tool says of its failure. */
export class ToolError extends ToldFailure {
  override readonly name = 'ToolError';
}
