import * as manager from '@langchain/core/callbacks/manager';
import * as chatModels from '@langchain/core/language_models/chat_models';
import * as llms from '@langchain/core/language_models/llms';
import * as retrievers from '@langchain/core/retrievers';
import * as runnables from '@langchain/core/runnables';
import * as singletons from '@langchain/core/singletons';
import * as tools from '@langchain/core/tools';
import * as streams from '@langchain/core/utils/stream';

/** What is handed in to trace LangChain: the modules that `langchain.autolog()` looks for. */
export const LANGCHAIN = [
  ...[manager, chatModels, llms, retrievers],
  ...[runnables, singletons, streams, tools]
];
