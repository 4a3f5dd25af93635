/** `Symbol.dispose` where the consumer's TypeScript knows it (5.2 and later): what `using` asks for. */
type DisposeKey = SymbolConstructor extends { readonly dispose: infer Key }
  ? Extract<Key, symbol>
  : never;

/** What can be ended by `using`. */
export type Disposing = { readonly [Key in DisposeKey]: () => void };
