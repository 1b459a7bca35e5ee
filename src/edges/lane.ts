/** A lane of children: questions wait for a free one, the urgent ones ahead of the others. */
import { Problem } from '../problem.ts';
import { startChild, type Answered, type Child, type ChildOptions } from './child.ts';

export type LaneOptions = ChildOptions & {
  /** children at a time */
  size: number;
  /** null = started at once and kept; else started when first needed, and ended after so many ms without a question */
  idleMs: number | null;
};
/** `ask` throws Problem `stopping` (later) once the lane was closed. */
export type Lane = { ask: (question: unknown, urgent?: boolean) => Promise<Answered>; close: () => void };

/** A queue of questions before a few warm children: urgent ones first, one at a time for each child. */
export function openLane(options: LaneOptions): Lane {
  const children = openChildren(options);
  const waiting: { urgent: Waiter[]; usual: Waiter[] } = { urgent: [], usual: [] };
  let closed = false;
  const take = (urgent: boolean): Promise<Child> => {
    const child = children.free();
    return child ? Promise.resolve(child) : new Promise((resolve) => (urgent ? waiting.urgent : waiting.usual).push(resolve));
  };
  const giveBack = (child: Child): void => {
    let next = child;
    if (child.spent() && !closed) {
      children.drop(child);
      if (options.idleMs !== null && waiting.urgent.length + waiting.usual.length === 0) return;
      next = children.add();
    }
    const waiter = waiting.urgent.shift() ?? waiting.usual.shift();
    if (waiter) waiter(next);
    else children.rest(next);
  };
  return {
    ask: async (question, urgent = false) => {
      if (closed) return { ended: { cause: 'died', forStaff: 'the parser is closed' } };
      const child = await take(urgent);
      try {
        const answered = await child.ask(question);
        // We ended it ourselves: that says nothing of what it was asked.
        if (closed && 'ended' in answered) throw new Problem('stopping', { forUser: 'The service stops; this is read after its next start.', retry: 'later' });
        return answered;
      } finally {
        giveBack(child);
      }
    },
    close: () => {
      closed = true;
      children.close();
    },
  };
}

type Waiter = (child: Child) => void;

/** The living children of a lane, and which of them have nothing to do. */
function openChildren(options: LaneOptions) {
  const idle: Child[] = [];
  const living = new Set<Child>();
  let ending: NodeJS.Timeout | undefined;
  const add = (): Child => {
    const child = startChild(options);
    living.add(child);
    return child;
  };
  const drop = (child: Child): void => {
    living.delete(child);
    child.kill();
  };
  if (options.idleMs === null) for (let i = 0; i < options.size; i++) idle.push(add());
  return {
    add,
    drop,
    /** one that is idle, or a new one where there may be more; else null */
    free: (): Child | null => {
      clearTimeout(ending);
      for (let child = idle.pop(); child; child = idle.pop()) {
        if (!child.spent()) return child;
        // It died while it had nothing to do.
        drop(child);
      }
      return living.size < options.size ? add() : null;
    },
    rest: (child: Child): void => {
      idle.push(child);
      if (options.idleMs !== null) ending = setTimeout(() => { for (const each of idle.splice(0)) drop(each); }, options.idleMs).unref();
    },
    close: (): void => {
      clearTimeout(ending);
      for (const child of living) child.kill();
    },
  };
}
