/** What a document is made of. */
export type DocumentFields = {
  readonly pageContent: string;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly id?: string | null | undefined;
};

/**
 * A document that a retriever found, as MLflow's views and judges read it: give a list of them as the outputs of a span
 * of type RETRIEVER.
 *
 * @example
 * span.setOutputs([new Document({ pageContent: 'Rain is likely.', metadata: { source: 'weather.md' } })]);
 */
export class Document implements DocumentFields {
  readonly pageContent: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly id: string | null;

  constructor({ pageContent, metadata = {}, id = null }: DocumentFields) {
    this.pageContent = pageContent;
    this.metadata = metadata;
    this.id = id;
  }

  /** The document as a span records it, with MLflow's names. */
  toJSON(): Readonly<Record<string, unknown>> {
    return {
      page_content: this.pageContent,
      metadata: this.metadata,
      id: this.id
    };
  }
}
