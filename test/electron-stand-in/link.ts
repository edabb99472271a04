/** A wire that carries structured clones in order: the channel between a Node process and its child. */
export interface Wire {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

type Calls<Names> = { [Name in keyof Names]: (given: never) => unknown };
type Given<Call> = Call extends (given: infer Value) => unknown ? Value : never;
type Answer<Call> = Call extends (given: never) => infer Value ? Awaited<Value> : never;

export interface Link<Mine extends Calls<Mine>, Theirs extends Calls<Theirs>> {
  /** Asks the other side. Rejects with its error's words, or when the wire closes. */
  call<Name extends keyof Theirs>(name: Name, given: Given<Theirs[Name]>): Promise<Answer<Theirs[Name]>>;
  /** Whether the other side is gone. */
  isClosed(): boolean;
  /** Sets what answers the other side's calls of that name. */
  answer<Name extends keyof Mine>(
    name: Name,
    work: (given: Given<Mine[Name]>) => Answer<Mine[Name]> | Promise<Answer<Mine[Name]>>,
  ): void;
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly given: unknown }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: string };

/** Calls in both directions over one wire; each side answers the functions of its own interface. */
export function createLink<Mine extends Calls<Mine>, Theirs extends Calls<Theirs>>(
  wire: Wire,
): Link<Mine, Theirs> {
  const answers = new Map<string, (given: unknown) => unknown>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  let closed = false;

  async function respond(id: number, name: string, given: unknown): Promise<void> {
    let reply: Message;
    try {
      const work = answers.get(name);
      if (work === undefined) throw new Error(`Nothing answers “${name}” here.`);
      reply = { kind: 'done', id, value: await work(given) };
    } catch (error) {
      reply = { kind: 'failed', id, error: String(error) };
    }
    if (!closed) wire.send(reply);
  }

  wire.onMessage((received) => {
    const message = received as Message;
    if (message.kind === 'call') {
      void respond(message.id, message.name, message.given);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'done') asked?.resolve(message.value);
    else asked?.reject(new Error(message.error));
  });
  wire.onClose(() => {
    closed = true;
    for (const { reject } of waiting.values()) reject(new Error('The other process has ended.'));
    waiting.clear();
  });

  return {
    call<Name extends keyof Theirs>(name: Name, given: Given<Theirs[Name]>) {
      if (closed) return Promise.reject(new Error('The other process has ended.'));
      last += 1;
      const asked = Promise.withResolvers<unknown>();
      waiting.set(last, asked);
      wire.send({ kind: 'call', id: last, name: String(name), given } satisfies Message);
      return asked.promise as Promise<Answer<Theirs[Name]>>;
    },
    isClosed: () => closed,
    answer(name, work) {
      answers.set(String(name), work as (given: unknown) => unknown);
    },
  };
}
