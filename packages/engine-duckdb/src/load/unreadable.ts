import { SourceUnreadable } from "@touchpoint/core/facts"
import { thrownText } from "@touchpoint/core/model"

const problems: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  ENOENT: [
    "there is no such file",
    "correct the path; it is relative to the configuration file, or to the folder you run in",
  ],
  EACCES: ["permission denied", "give the user read permission"],
  EISDIR: ["it is a folder", "name a file in it, or a pattern such as events/*.parquet"],
}

/** What went wrong with a file, in the words of the contract. */
export const unreadable = (source: string, thrown: unknown): SourceUnreadable => {
  if (thrown instanceof SourceUnreadable) return thrown
  const code = typeof thrown === "object" && thrown !== null && "code" in thrown ? String(thrown.code) : ""
  const [problem, fix] = problems[code] ?? [
    thrown instanceof Error ? thrown.message : thrownText(thrown),
    "check that the file can be read and is whole",
  ]
  return new SourceUnreadable({ source, problem, fix })
}

/** Pipes and devices give their bytes once, if they end at all; files are read more often. */
export const notAFile = (source: string): SourceUnreadable =>
  new SourceUnreadable({
    source,
    problem: "it is a pipe or a device, no file",
    fix: "write what it gives to a file, and name that",
  })
