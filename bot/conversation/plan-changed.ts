/** The world moved between the plan and its execution; the unit is given up and the message resolved anew. */
export class PlanChanged extends Error {
  constructor() {
    super("The plan no longer fits the machines there are.");
    this.name = "PlanChanged";
  }
}
