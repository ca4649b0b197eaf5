/** Thrown where a text is no event log: what is wrong, in which line, what to do. */
export class NotXes extends Error {
  readonly line: number
  readonly problem: string
  readonly fix: string
  constructor(line: number, problem: string, fix: string) {
    super(problem)
    this.line = line
    this.problem = problem
    this.fix = fix
  }
}
