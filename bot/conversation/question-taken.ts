/** Somebody answered the question between the look and the act; the unit is given up. */
export class QuestionTaken extends Error {
  readonly id: string;

  constructor(id: string) {
    super(`Question ${id} is not open any more.`);
    this.name = "QuestionTaken";
    this.id = id;
  }
}
