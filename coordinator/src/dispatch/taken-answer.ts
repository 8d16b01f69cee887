/** The answer to one of an assignment's units, as lean as something can be of which there are a hundred thousand. */
import { type AssignmentId, emptyResults, type ResultBlock } from '@manyhands/protocol';
import type { Auditor, PaidTo, UnitAnswer } from './journal.ts';

/** What all units of one answer have in common. */
export interface AnswerHead {
  readonly assignment: string;
  readonly device: Auditor;
  readonly paid: PaidTo;
}

export class TakenAnswer implements UnitAnswer {
  readonly head: AnswerHead;
  /** Which of the assignment's units it is. */
  readonly place: number;
  readonly digest: string;
  readonly ratePpm: number;
  readonly results: ResultBlock;

  constructor(head: AnswerHead, place: number, digest: string, ratePpm: number, results: ResultBlock) {
    this.head = head;
    this.place = place;
    this.digest = digest;
    this.ratePpm = ratePpm;
    this.results = results;
  }

  /** The first unit has the assignment's own id. Made only where somebody asks: few do. */
  get assignment(): AssignmentId {
    const { assignment } = this.head;
    return (this.place === 0 ? assignment : `${assignment}.${this.place}`) as AssignmentId;
  }

  get device(): Auditor {
    return this.head.device;
  }

  get paid(): PaidTo {
    return this.head.paid;
  }
}

/** What is kept of an answer when its unit is final: not its results, nor the digest that further draws would need. */
export function spent(answer: UnitAnswer): UnitAnswer {
  if (answer instanceof TakenAnswer)
    return new TakenAnswer(answer.head, answer.place, '', answer.ratePpm, emptyResults);
  const { assignment, device, paid, ratePpm } = answer;
  return { assignment, device, paid, digest: '', ratePpm, results: emptyResults };
}
